import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addLayer, imageConfig, writeImageArchive } from './image-archive.mjs';
import { imageIds } from './image-ids.mjs';

const createdAt = new Date('2026-01-02T03:04:05.000Z');

/** @type {string} */
let scratch;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'slipway-archive-'));
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

/**
 * Builds an archive of two images that share a layer, from files with the given time.
 * @param {string} name
 * @param {Date} fileTime
 */
async function build(name, fileTime) {
  const root = join(scratch, name, 'root');
  await mkdir(join(root, 'tmp'), { recursive: true });
  await chmod(join(root, 'tmp'), 0o1777);
  await chmod(root, 0o755);
  await writeFile(join(root, 'program'), 'content', { mode: 0o755 });
  await symlink('program', join(root, 'link'));
  await utimes(join(root, 'program'), fileTime, fileTime);
  const layout = join(scratch, name, 'layout');
  const layer = await addLayer(layout, root, { createdAt, createdBy: 'a test' });
  const file = join(scratch, name, 'images.tar');
  /** @type {import('./image-archive.mjs').Image[]} */
  const images = ['one', 'two'].map((tag) => ({
    tag: `slipway/${tag}:latest`,
    architecture: 'arm64',
    layers: [layer],
    config: { Cmd: [tag] },
  }));
  await writeImageArchive(layout, images, { file, createdAt });
  const unpacked = join(scratch, name, 'unpacked');
  await mkdir(unpacked);
  execFileSync('tar', ['-xf', file, '-C', unpacked]);
  return { file, layer, unpacked };
}

/** @param {string} path */
async function readJson(path) {
  return JSON.parse(await readFile(path, 'utf8'));
}

describe('writeImageArchive', () => {
  it('writes a layout in which every reference leads to a blob with that digest and size', async () => {
    const { unpacked, layer } = await build('a', new Date());
    const index = await readJson(join(unpacked, 'index.json'));
    const legacy = await readJson(join(unpacked, 'manifest.json'));
    expect(index.manifests).toHaveLength(2);
    for (const [at, entry] of index.manifests.entries()) {
      const manifest = JSON.parse((await readBlob(unpacked, entry)).toString());
      const config = JSON.parse((await readBlob(unpacked, manifest.config)).toString());
      await readBlob(unpacked, manifest.layers[0]);
      expect(config.architecture).toBe('arm64');
      expect(config.rootfs.diff_ids).toEqual([layer.digest]);
      expect(legacy[at]).toEqual({
        Config: `blobs/sha256/${manifest.config.digest.slice(7)}`,
        RepoTags: [`slipway/${['one', 'two'][at]}:latest`],
        Layers: [`blobs/sha256/${layer.digest.slice(7)}`],
      });
    }
  });

  it('keeps rights and links, and makes root the owner', async () => {
    const { unpacked, layer } = await build('a', new Date());
    const blob = join(unpacked, 'blobs/sha256', layer.digest.slice(7));
    const listing = execFileSync('tar', ['-tvf', blob, '--numeric-owner', '--utc'], { encoding: 'utf8' });
    expect(listing).toMatch(/^drwxrwxrwt 0\/0 .*\.\/tmp\/$/m);
    expect(listing).toMatch(/^-rwxr-xr-x 0\/0 .* 2026-01-02 03:04 \.\/program$/m);
    expect(listing).toMatch(/^lrwxrwxrwx 0\/0 .*\.\/link -> program$/m);
  });

  it('gives the same bytes for the same input, whenever it was made', async () => {
    const one = await build('a', new Date('2020-01-01'));
    const other = await build('b', new Date('2024-01-01'));
    expect((await readFile(one.file)).equals(await readFile(other.file))).toBe(true);
  });
});

describe('imageIds', () => {
  it('are the digests of the configuration and of the manifest', async () => {
    const { file, unpacked } = await build('c', new Date());
    const { manifests } = await readJson(join(unpacked, 'index.json'));
    const manifest = JSON.parse((await readBlob(unpacked, manifests[1])).toString());
    expect(await imageIds(file, 'slipway/two:latest')).toEqual([manifest.config.digest, manifests[1].digest]);
    await expect(imageIds(file, 'slipway/three:latest')).rejects.toThrow('no image slipway/three:latest');
  });
});

describe('imageConfig', () => {
  it('has one entry of history for each layer', () => {
    const layers = [
      { digest: 'sha256:1', size: 1, createdBy: 'base' },
      { digest: 'sha256:2', size: 2, createdBy: 'links' },
    ];
    const config = imageConfig(
      { tag: 'x:y', architecture: 'amd64', layers, config: {} },
      '2026-01-02T03:04:05.000Z',
    );
    expect(config.history.map((entry) => entry.created_by)).toEqual(['base', 'links']);
  });
});

/**
 * @param {string} folder
 * @param {{ digest: string, size: number }} descriptor
 */
async function readBlob(folder, descriptor) {
  const content = await readFile(join(folder, 'blobs/sha256', descriptor.digest.slice(7)));
  expect(`sha256:${createHash('sha256').update(content).digest('hex')}`).toBe(descriptor.digest);
  expect(content.length).toBe(descriptor.size);
  return content;
}
