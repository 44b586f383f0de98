import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadAssets } from './assets.ts';
import { findUpwards } from './util/find-upwards.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-assets-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the list of parts', () => {
  const load = async (content: string) => {
    const index = join(folder, 'assets.json');
    await writeFile(index, content);
    return loadAssets({ SLIPWAY_ASSETS: index });
  };

  it('gives absolute paths, relative ones being below its own folder', async () => {
    const assets = await load(
      JSON.stringify({
        arch: 'arm64',
        image: { dir: 'cache/image' },
        client: { dir: '/elsewhere/client' },
      }),
    );
    expect(assets).toEqual({
      index: join(folder, 'assets.json'),
      arch: 'arm64',
      image: { dir: join(folder, 'cache/image') },
      client: { dir: '/elsewhere/client' },
      qemu: undefined,
      shareServer: undefined,
      bundledImages: undefined,
      registryImage: undefined,
      ansibleImage: undefined,
    });
  });

  it.each(['{', '[]', '{"image": {"dir": 3}}'])(
    'that cannot be used (%s) says which file and what to do',
    async (content) => {
      await expect(load(content)).rejects.toMatchObject({
        code: 'assets-missing',
        message: expect.stringContaining(folder),
        hint: expect.stringContaining('npm start'),
      });
    },
  );

  it('is found from any folder below', async () => {
    await mkdir(join(folder, 'build/app/main/chunks'), { recursive: true });
    await writeFile(join(folder, 'build/assets.json'), '{}');
    const names = ['assets.json', 'build/assets.json'];
    for (const from of ['build/app/main/chunks', 'build/app/main', '.']) {
      expect(findUpwards(join(folder, from), names)).toBe(join(folder, 'build/assets.json'));
    }
    expect(findUpwards(folder, ['no-such-name-anywhere'])).toBeUndefined();
  });
});
