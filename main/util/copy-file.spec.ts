import { mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { canClone, cloneFile, copySparse, linkOrCopy } from './copy-file.ts';
import { usedBytes } from './used-bytes.ts';

const { signal } = new AbortController();
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'copy-file-'));
  const file = await open(join(folder, 'from'), 'w');
  await file.write('begin', 0);
  await file.write('in the midst', 20 * 1024 * 1024);
  await file.truncate(40 * 1024 * 1024 + 7);
  await file.close();
});

afterEach(() => rm(folder, { recursive: true, force: true }));

it('copies every byte, and no hole', async () => {
  const to = join(folder, 'to');
  const told: number[] = [];
  await copySparse(join(folder, 'from'), to, (done) => told.push(done), signal);
  expect((await readFile(to)).equals(await readFile(join(folder, 'from')))).toBe(true);
  expect((await stat(to)).mode & 0o777).toBe(0o600);
  expect(await usedBytes(to)).toBeLessThan(1024 * 1024);
  expect(told.at(-1)).toBe(1);
});

it('ends when told to, and writes over nothing', async () => {
  const from = join(folder, 'from');
  const given = AbortSignal.abort(new Error('given up'));
  await expect(copySparse(from, join(folder, 'to'), () => undefined, given)).rejects.toThrow('given up');
  await expect(copySparse(from, from, () => undefined, signal)).rejects.toMatchObject({ code: 'EEXIST' });
});

it('finds out whether blocks can be shared by doing it, and leaves nothing', async () => {
  const can = await canClone(folder, folder);
  expect(await readdir(folder)).toEqual(['from']);
  expect(await cloneFile(join(folder, 'from'), join(folder, 'to'))).toBe(can);
  expect((await readdir(folder)).includes('to')).toBe(can);
});

it('leaves what is there already', async () => {
  await writeFile(join(folder, 'to'), 'mine');
  expect(await cloneFile(join(folder, 'from'), join(folder, 'to'))).toBe(false);
  expect(await readFile(join(folder, 'to'), 'utf8')).toBe('mine');
});

it('gives a file a second name', async () => {
  await linkOrCopy(join(folder, 'from'), join(folder, 'to'), signal);
  expect((await stat(join(folder, 'to'))).ino).toBe((await stat(join(folder, 'from'))).ino);
});
