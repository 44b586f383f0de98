import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readDiskStamp, stampDisk } from './disk-stamp.ts';

let folder: string;
let disk: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'disk-stamp-'));
  disk = join(folder, 'data.img');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a disk’s stamp', () => {
  it('is none on a disk that never had one', async () => {
    await writeFile(disk, '');
    await truncate(disk, 1024 * 1024);
    expect(await readDiskStamp(disk)).toBeUndefined();
  });

  it('is new each time, and counts', async () => {
    await writeFile(disk, '');
    await truncate(disk, 1024 * 1024);
    const first = await stampDisk(disk);
    expect(await readDiskStamp(disk)).toEqual(first);
    const second = await stampDisk(disk);
    expect([first.generation, second.generation]).toEqual([1, 2]);
    expect(second.id).not.toBe(first.id);
    expect(await readDiskStamp(disk)).toEqual(second);
  });

  it('touches nothing but the first sector, and not the disk’s size', async () => {
    const before = Buffer.alloc(8_192, 'superblock and files ');
    await writeFile(disk, before);
    await stampDisk(disk);
    const after = await readFile(disk);
    expect(after.subarray(512).equals(before.subarray(512))).toBe(true);
    expect((await stat(disk)).size).toBe(before.length);
  });

  it('leaves nothing of a longer one before it', async () => {
    await writeFile(
      disk,
      JSON.stringify({ slipway: 1, id: 'x'.repeat(400), generation: 7 }).padEnd(512, '\0'),
    );
    const { generation } = await stampDisk(disk);
    expect(generation).toBe(8);
    expect(await readDiskStamp(disk)).toMatchObject({ generation: 8 });
  });

  it.each([
    ['text that is none', 'not a stamp'],
    ['half of one', '{"slipway":1,"id":"a","gener'],
    ['one of another kind', '{"slipway":2,"id":"a","generation":1}'],
    ['a count that is none', '{"slipway":1,"id":"a","generation":-1}'],
    ['a sector full of text', 'x'.repeat(512)],
  ])('is none for %s', async (_, text) => {
    await writeFile(disk, text.padEnd(1_024, '\0'));
    expect(await readDiskStamp(disk)).toBeUndefined();
    expect(await stampDisk(disk)).toMatchObject({ generation: 1 });
  });

  it('cannot be on a disk that is not there', async () => {
    await expect(stampDisk(disk)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(readDiskStamp(disk)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(stat(disk)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
