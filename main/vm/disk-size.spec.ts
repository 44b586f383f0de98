import { mkdtemp, open, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkGrowth, fileSystemBytes, hasRoomToGrow, lengthenDisk } from './disk-size.ts';

const gib = 1024 ** 3;
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'disk-'));
  path = join(folder, 'data.img');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A disk with the superblock of an ext4 whose blocks have 4 KiB. */
async function disk(diskBytes: number, fileSystem: { readonly bytes: number; readonly magic?: number }) {
  const block = Buffer.alloc(1024);
  const blocks = fileSystem.bytes / 4096;
  block.writeUInt32LE(blocks % 2 ** 32, 0x04);
  block.writeUInt32LE(2, 0x18);
  block.writeUInt16LE(fileSystem.magic ?? 0xef53, 0x38);
  block.writeUInt32LE(0x80, 0x60);
  block.writeUInt32LE(Math.floor(blocks / 2 ** 32), 0x150);
  const file = await open(path, 'w');
  await file.write(block, 0, block.length, 1024);
  await file.close();
  await truncate(path, diskBytes);
}

describe('the file system on a disk', () => {
  it('tells its size, also a very large one', async () => {
    await disk(64 * gib, { bytes: 64 * gib });
    expect(await fileSystemBytes(path)).toBe(64 * gib);
    await disk(64 * gib, { bytes: 20_000 * gib });
    expect(await fileSystemBytes(path)).toBe(20_000 * gib);
  });

  it('is not made up where there is none', async () => {
    await disk(gib, { bytes: gib, magic: 0 });
    expect(await fileSystemBytes(path)).toBeUndefined();
    expect(await hasRoomToGrow(path)).toBe(false);
  });

  it('has room to grow once the disk is larger by more than a rest', async () => {
    await disk(64 * gib, { bytes: 64 * gib });
    expect(await hasRoomToGrow(path)).toBe(false);
    await lengthenDisk(path, 64 * gib + 4096);
    expect(await hasRoomToGrow(path)).toBe(false);
    await lengthenDisk(path, 65 * gib);
    expect(await hasRoomToGrow(path)).toBe(true);
    expect((await stat(path)).size).toBe(65 * gib);
  });
});

describe('another size', () => {
  it('is taken when it is larger', () => expect(() => checkGrowth(64 * gib, 65 * gib)).not.toThrow());

  it.each([
    [64 * gib, 'already'],
    [32 * gib, 'cannot be made smaller: it is 64 GiB large and 32 GiB was asked for'],
  ])('of %d is refused', (wanted, words) => {
    expect(() => checkGrowth(64 * gib, wanted)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message: expect.stringContaining(words) }),
    );
  });

  it('cannot be given to a disk that is not there', async () => {
    await expect(lengthenDisk(path, gib)).rejects.toMatchObject({ code: 'home-unwritable' });
  });
});
