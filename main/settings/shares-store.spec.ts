import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { addShare, loadShares, removeShare } from './shares-store.ts';

let folder: string;
let paths: HomePaths;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'slipway-shares-')));
  paths = homePaths(join(folder, '.slipway'));
  await mkdir(paths.home, { mode: 0o700 });
  await mkdir(join(folder, 'work', 'inner'), { recursive: true });
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the shares', () => {
  it('are the user’s home until the user says otherwise', async () => {
    const home = await realpath(homedir());
    expect(await loadShares(paths)).toEqual([{ path: home, readOnly: false }]);
    await removeShare(paths, homedir());
    expect(await loadShares(paths)).toEqual([]);
  });

  it('are added, changed and removed', async () => {
    await removeShare(paths, homedir());
    await addShare(paths, join(folder, 'work'), false);
    await addShare(paths, join(folder, 'work'), true);
    expect(await loadShares(paths)).toEqual([{ path: join(folder, 'work'), readOnly: true }]);
    await rm(join(folder, 'work'), { recursive: true });
    await removeShare(paths, join(folder, 'work'));
    expect(await loadShares(paths)).toEqual([]);
    await expect(removeShare(paths, join(folder, 'work'))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('do not lie in each other', async () => {
    await addShare(paths, join(folder, 'work'), false);
    const code = { code: 'invalid-argument' };
    await expect(addShare(paths, join(folder, 'work', 'inner'), false)).rejects.toMatchObject(code);
    await removeShare(paths, join(folder, 'work'));
    await addShare(paths, join(folder, 'work', 'inner'), false);
    await expect(addShare(paths, join(folder, 'work'), false)).rejects.toMatchObject(code);
  });

  it('are none when the list is damaged, and the list is left alone', async () => {
    await writeFile(paths.shares, '{"shares": [');
    await expect(loadShares(paths)).rejects.toMatchObject({ code: 'settings-invalid' });
    await expect(addShare(paths, join(folder, 'work'), false)).rejects.toMatchObject({
      code: 'settings-invalid',
    });
    expect(await readFile(paths.shares, 'utf8')).toBe('{"shares": [');
  });
});
