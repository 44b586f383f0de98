import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cachedFolder } from './cache-folder.mjs';
import { contentHash } from './content-hash.mjs';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'slipway-cache-'));
});
afterEach(() => rm(root, { recursive: true }));

describe('cachedFolder', () => {
  const build = (/** @type {string} */ text) => async (/** @type {string} */ folder) =>
    writeFile(join(folder, 'manifest.json'), text);

  it('builds once', async () => {
    const target = join(root, 'cache/thing');
    expect(await cachedFolder(target, 'manifest.json', build('one'))).toEqual({
      folder: target,
      built: true,
    });
    expect(await cachedFolder(target, 'manifest.json', build('two'))).toEqual({
      folder: target,
      built: false,
    });
    expect(await readFile(join(target, 'manifest.json'), 'utf8')).toBe('one');
  });

  it('leaves nothing behind when the build fails', async () => {
    const failing = cachedFolder(join(root, 'thing'), 'manifest.json', async (folder) => {
      await writeFile(join(folder, 'part'), 'half');
      throw new Error('no space');
    });
    await expect(failing).rejects.toThrow('no space');
    expect(await readdir(root)).toEqual([]);
  });

  it('replaces a folder that lacks its marker', async () => {
    const target = join(root, 'thing');
    await cachedFolder(target, 'other', (folder) => writeFile(join(folder, 'other'), ''));
    expect(await cachedFolder(target, 'manifest.json', build('whole'))).toMatchObject({ built: true });
    expect(await readdir(target)).toEqual(['manifest.json']);
  });
});

describe('contentHash', () => {
  it('changes with contents, names and extra inputs, and not with the order given', async () => {
    await writeFile(join(root, 'a'), '1');
    await writeFile(join(root, 'b'), '2');
    const first = await contentHash(root, ['a', 'b'], ['x64']);
    expect(await contentHash(root, ['b', 'a'], ['x64'])).toBe(first);
    expect(await contentHash(root, ['a', 'b'], ['arm64'])).not.toBe(first);
    expect(await contentHash(root, ['a'], ['x64'])).not.toBe(first);
    await writeFile(join(root, 'b'), '3');
    expect(await contentHash(root, ['a', 'b'], ['x64'])).not.toBe(first);
  });
});
