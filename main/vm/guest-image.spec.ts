import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { imageVersion } from '../../scripts/image/build.mjs';
import { guestInterface, loadGuestImage } from './guest-image.ts';

let folder: string;
let manifest: Readonly<Record<string, unknown>>;
const names = { kernel: 'vmlinuz', initrd: 'initrd.img', root: 'root.erofs' } as const;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'image-'));
  const files: Record<string, unknown> = {};
  for (const [part, name] of Object.entries(names)) {
    const bytes = randomBytes(300_000);
    await writeFile(join(folder, name), bytes);
    files[part] = { name, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  }
  manifest = {
    version: guestInterface,
    arch: 'x64',
    contentHash: 'c0ffee',
    files,
    kernelCommandLine: { common: 'console=ttyS0 quiet', tcg: 'nokaslr' },
    packages: [],
  };
  await writeManifest(manifest);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const manifestPath = () => join(folder, 'manifest.json');
const writeManifest = (content: unknown) => writeFile(manifestPath(), JSON.stringify(content));
const load = () => loadGuestImage(folder, new AbortController().signal);

describe('loadGuestImage', () => {
  it('gives the files of an image that is whole', async () => {
    expect(await load()).toMatchObject({
      contentHash: 'c0ffee',
      kernel: join(folder, 'vmlinuz'),
      initrd: join(folder, 'initrd.img'),
      root: join(folder, 'root.erofs'),
    });
  });

  it.each(Object.values(names))('finds one flipped bit of %s', async (name) => {
    const path = join(folder, name);
    const bytes = await readFile(path);
    bytes[123_456] = (bytes[123_456] ?? 0) ^ 1;
    await writeFile(path, bytes);
    await expect(load()).rejects.toMatchObject({
      code: 'image-corrupt',
      message: expect.stringContaining(path),
    });
  });

  it('finds what was changed since it was found good, whatever its times were set to', async () => {
    await load();
    await load();
    const path = join(folder, names.root);
    const { atime, mtime } = await stat(path);
    const bytes = await readFile(path);
    bytes[99] = (bytes[99] ?? 0) ^ 1;
    await writeFile(path, bytes);
    await utimes(path, atime, mtime);
    await expect(load()).rejects.toMatchObject({ code: 'image-corrupt' });
  });

  it.each(Object.values(names))('tells a truncated or missing %s', async (name) => {
    const path = join(folder, name);
    await truncate(path, 1_000);
    await expect(load()).rejects.toMatchObject({
      code: 'image-corrupt',
      message: expect.stringMatching(/1000 bytes and not 300000/),
    });
    await rm(path);
    await expect(load()).rejects.toMatchObject({
      code: 'assets-missing',
      message: expect.stringContaining(path),
      hint: expect.stringContaining('are safe'),
    });
  });

  it('tells a missing manifest', async () => {
    await rm(manifestPath());
    await expect(load()).rejects.toMatchObject({
      code: 'assets-missing',
      message: expect.stringContaining(manifestPath()),
    });
  });

  const partial = JSON.stringify({ version: guestInterface, arch: 'x64', contentHash: 'a', files: {} });

  it.each(['', '{"arch":', '{}', '[]', partial])('tells a manifest of %j', async (text) => {
    await writeFile(manifestPath(), text);
    await expect(load()).rejects.toMatchObject({
      code: 'image-corrupt',
      message: expect.stringContaining(manifestPath()),
    });
  });

  it.each([0, guestInterface - 1, guestInterface + 1])(
    'refuses an image of version %s, whatever else it says, with what to do',
    async (version) => {
      for (const other of [{ ...manifest, version }, { version }]) {
        await writeManifest(other);
        await expect(load()).rejects.toMatchObject({
          code: 'image-mismatch',
          message: expect.stringContaining(`version ${version}, `),
          hint: expect.stringContaining('npm start'),
        });
      }
    },
  );

  it('asks for the version that the build gives', () => {
    expect(guestInterface).toBe(imageVersion);
  });

  it('stops when told to', async () => {
    await expect(loadGuestImage(folder, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });
});
