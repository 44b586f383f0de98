import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { homePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import { ensureDataDisk, rememberDataDisk } from './data-disk.ts';

let folder: string;
let paths: ReturnType<typeof homePaths>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'disk-'));
  paths = homePaths(join(folder, 'home'));
  await prepareHome(paths);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('ensureDataDisk', () => {
  it('makes a sparse disk for the owner alone, to be formatted', async () => {
    expect(await ensureDataDisk(paths, 64)).toEqual({ path: paths.dataDisk, isNew: true, isZero: true });
    const { size, blocks, mode } = await stat(paths.dataDisk);
    expect(size).toBe(64 * 1024 ** 3);
    expect(blocks * 512).toBeLessThan(1024 * 1024);
    expect(mode & 0o777).toBe(0o600);
  });

  it('is not new any more once it was remembered', async () => {
    await ensureDataDisk(paths, 4);
    // A host that was killed before it heard of the file system: the guest formats only what is blank.
    expect((await ensureDataDisk(paths, 4)).isNew).toBe(true);
    await rememberDataDisk(paths);
    await rememberDataDisk(paths);
    expect((await ensureDataDisk(paths, 4)).isNew).toBe(false);
  });

  it('keeps the size that a disk has', async () => {
    await ensureDataDisk(paths, 4);
    await ensureDataDisk(paths, 8);
    expect((await stat(paths.dataDisk)).size).toBe(4 * 1024 ** 3);
  });

  it.each([
    ['gone', () => rm(paths.dataDisk)],
    ['empty', () => writeFile(paths.dataDisk, '')],
  ])('never makes a disk anew that is %s', async (_, harm) => {
    await ensureDataDisk(paths, 4);
    await rememberDataDisk(paths);
    await harm();
    const before = (await readdir(paths.disks)).sort();
    await expect(ensureDataDisk(paths, 4)).rejects.toMatchObject({
      code: 'data-disk-missing',
      message: expect.stringContaining(paths.dataDisk),
      hint: expect.stringContaining(paths.dataDiskRecord),
    });
    expect((await readdir(paths.disks)).sort()).toEqual(before);
  });

  it.each(['', '{', '[]', '{"formatted":false}'])(
    'does not make a disk anew because its record is damaged (%j)',
    async (record) => {
      await writeFile(paths.dataDiskRecord, record);
      await expect(ensureDataDisk(paths, 4)).rejects.toMatchObject({ code: 'data-disk-missing' });
      await rememberDataDisk(paths);
      expect(await readFile(paths.dataDiskRecord, 'utf8')).toBe(record);
    },
  );

  it('says that a disk cannot be made, and leaves no part of it', async () => {
    await rm(paths.disks, { recursive: true });
    await expect(ensureDataDisk(paths, 4)).rejects.toMatchObject({
      code: 'home-unwritable',
      message: expect.stringContaining(paths.dataDisk),
    });
  });

  it('passes on that a disk cannot be looked at', async () => {
    await rm(paths.disks, { recursive: true });
    await writeFile(paths.disks, 'a file in its place');
    await expect(ensureDataDisk(paths, 4)).rejects.toThrow(/ENOTDIR/);
  });
});
