import { chmod, mkdir, mkdtemp, realpath, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ChangeFinder, createChangeFinder } from './change-finder.ts';

let folder: string;
let finder: ChangeFinder;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'finder-')));
  finder = createChangeFinder(() => 7);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const find = async (name: string, moves = 0) =>
  (await finder.find(folder, [{ folder, name, moves }]))?.map(({ path }) => path);

it('finds a file that was written, and not one that was only touched by its mode', async () => {
  const file = join(folder, 'file');
  await writeFile(file, 'one');
  expect(await find('file')).toEqual([file]);
  await chmod(file, 0o644);
  expect(await find('file')).toEqual([]);
  await chmod(file, 0o600);
  expect(await find('file')).toEqual([file]);
  await writeFile(file, 'other');
  expect(await find('file')).toEqual([file]);
  await utimes(file, 1, 1);
  expect(await find('file')).toEqual([file]);
});

it('finds another file of the same name', async () => {
  await writeFile(join(folder, 'a'), '1');
  expect(await find('a')).toHaveLength(1);
  await writeFile(join(folder, 'b'), '1');
  await rename(join(folder, 'b'), join(folder, 'a'));
  expect(await find('a')).toHaveLength(1);
});

it('does not take what comes into a folder for a change of the folder', async () => {
  await mkdir(join(folder, 'sub'));
  expect(await find('sub', 1)).toHaveLength(1);
  await writeFile(join(folder, 'sub', 'file'), '');
  expect(await find('sub')).toEqual([]);
});

it('finds once that a file is gone, but not of one that only came and went', async () => {
  expect(await find('brief', 2)).toEqual([]);
  expect(await finder.find(folder, [{ folder, name: 'old', moves: 1 }])).toEqual([
    { path: join(folder, 'old'), at: 7 },
  ]);
  expect(await find('old', 1)).toEqual([]);
  // The folder itself, by a name that is none of its entries.
  expect(await find('17')).toEqual([]);
});

it('knows a folder that is not there, and one that a link leads to', async () => {
  expect(await finder.find(join(folder, 'none'), [])).toBeUndefined();
  await mkdir(join(folder, 'real', 'inner'), { recursive: true });
  await symlink('real', join(folder, 'link'));
  expect(await finder.find(join(folder, 'link'), [])).toBeUndefined();
  expect(await finder.find(join(folder, 'link', 'inner'), [])).toBeUndefined();
  expect(await finder.find(join(folder, 'real', 'inner'), [])).toEqual([]);
});

it('hints at what is new', async () => {
  await writeFile(join(folder, 'file'), '');
  expect(await finder.recent(folder, folder, Date.now() - 5_000)).toEqual([
    { folder, name: 'file', moves: 1 },
  ]);
  expect(await finder.recent(folder, folder, Date.now() + 5_000)).toEqual([]);
});
