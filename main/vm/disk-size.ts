import { open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SlipwayError } from '../contract/errors.ts';
import { writeFailureCode } from '../util/file-errors.ts';

/** ext4's superblock: where it stands, and where in it what is (all little-endian). In bytes. */
const superblock = { offset: 1024, bytes: 1024 } as const;
const field = {
  blocks: 0x04,
  blockSizeLog: 0x18,
  magic: 0x38,
  incompatible: 0x60,
  blocksHigh: 0x150,
} as const;
const magic = 0xef53;
const has64Bit = 0x80;

/** A file system may leave this much at the end of its disk unused: one of its block groups. In bytes. */
const groupBytes = 128 * 1024 ** 2;

/** How large the file system on a disk is, in bytes; undefined when there is none of ours. */
export async function fileSystemBytes(path: string): Promise<number | undefined> {
  const block = Buffer.alloc(superblock.bytes);
  const file = await open(path, 'r');
  try {
    await file.read(block, 0, superblock.bytes, superblock.offset);
  } finally {
    await file.close();
  }
  if (block.readUInt16LE(field.magic) !== magic) return undefined;
  const isLong = (block.readUInt32LE(field.incompatible) & has64Bit) !== 0;
  const blocks =
    block.readUInt32LE(field.blocks) + (isLong ? block.readUInt32LE(field.blocksHigh) * 2 ** 32 : 0);
  return blocks * 1024 * 2 ** block.readUInt32LE(field.blockSizeLog);
}

/** Whether a disk is larger than the file system on it, by enough to be worth growing it. */
export async function hasRoomToGrow(path: string): Promise<boolean> {
  const bytes = await fileSystemBytes(path);
  return bytes !== undefined && (await stat(path)).size - bytes >= groupBytes;
}

/** Throws `invalid-argument` unless the new size is larger than the present one; both in bytes. */
export function checkGrowth(present: number, wanted: number): void {
  if (wanted > present) return;
  const gib = (bytes: number) => `${Number((bytes / 1024 ** 3).toFixed(1))} GiB`;
  throw new SlipwayError({
    code: 'invalid-argument',
    message:
      wanted === present
        ? `The data disk is ${gib(present)} large already.`
        : `The data disk cannot be made smaller: it is ${gib(present)} large and ${gib(wanted)} was asked for. What lies at its end would be lost.`,
    hint: 'Its size is only a limit: `slipway disk usage` shows what it takes, `slipway disk compact` gives back the rest.',
  });
}

/** Makes the file of a disk that no VM uses larger. The file system follows at the next start. */
export async function lengthenDisk(path: string, bytes: number): Promise<void> {
  try {
    const file = await open(path, 'r+');
    try {
      await file.truncate(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new SlipwayError(
      {
        code: writeFailureCode(error),
        message: `The data disk ${path} cannot be made larger: ${(error as Error).message}.`,
        hint: `Check that ${dirname(path)} can be written and holds files that large.`,
      },
      { cause: error },
    );
  }
}
