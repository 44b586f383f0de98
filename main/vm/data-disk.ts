import { open, rm, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SlipwayError } from '../contract/errors.ts';
import { refusalText } from '../contract/system-errors.ts';
import type { HomePaths } from '../home/paths.ts';
import { writeFileAtomically } from '../util/atomic-file.ts';
import { ignoreMissing, writeFailureCode } from '../util/file-errors.ts';

/** Free bytes below which a start is refused: the guest writes this much within minutes of its start. */
export const leastFreeBytes = 256 * 1024 * 1024;

/** Free bytes with which a VM that stood still on a full disk goes on: enough not to fill it again within seconds. */
export const leastFreeBytesToGoOn = 64 * 1024 * 1024;

/** The state of the data disk before a start. */
export interface DataDisk {
  readonly path: string;
  /** Holds no file system yet: the guest is to make one. */
  readonly isNew: boolean;
  /** Reads as zeros throughout, since it was made just now. */
  readonly isZero: boolean;
}

/**
 * Finds the data disk or, in a home that never had one, makes it: sparse, `sizeGiB` long. Throws `data-disk-missing`
 * when there was one and it is gone, and `disk-full` when the host has no room to work in.
 */
export async function ensureDataDisk(paths: HomePaths, sizeGiB: number): Promise<DataDisk> {
  await checkFreeSpace(paths.home);
  const wasFormatted = await isFormatted(paths);
  if ((await fileBytes(paths.dataDisk)) > 0) {
    // Without a record the disk was copied here, or the host died between the two files of a new one: only the guest
    // can tell, and it never formats a disk that holds a file system.
    return { path: paths.dataDisk, isNew: !wasFormatted, isZero: false };
  }
  if (wasFormatted) {
    throw new SlipwayError({
      code: 'data-disk-missing',
      message: `The disk with your images, containers and volumes is gone: ${paths.dataDisk}.`,
      hint: `Put the file back from a backup or the trash. To begin anew without it, remove ${paths.dataDiskRecord}.`,
    });
  }
  await createSparse(paths.dataDisk, sizeGiB * 1024 ** 3);
  return { path: paths.dataDisk, isNew: true, isZero: true };
}

/** Whether the disk is known to hold a file system. */
export function isFormatted(paths: HomePaths): Promise<boolean> {
  return exists(paths.dataDiskRecord);
}

/** ext4's magic number, and where it stands: what the guest looks for, too (vm-assets/root/usr/lib/slipway/disk). */
export const filesystemMagic = { bytes: Buffer.from([0x53, 0xef]), position: 1080 } as const;

/** Whether a disk looks as if it held a file system of ours. */
export async function hasFilesystem(path: string): Promise<boolean> {
  const { bytes, position } = filesystemMagic;
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(bytes.length), 0, bytes.length, position);
    return buffer.equals(bytes);
  } finally {
    await file.close();
  }
}

/** Remembers that the disk holds a file system: from now on it is never made anew. Idempotent. */
export async function rememberDataDisk(paths: HomePaths): Promise<void> {
  if (await isFormatted(paths)) return;
  await writeFileAtomically(paths.dataDiskRecord, `${JSON.stringify({ formatted: true })}\n`);
}

/** Throws `disk-full` when the folder's file system has less than {@link leastFreeBytes} left. */
export async function checkFreeSpace(folder: string): Promise<void> {
  const free = await freeBytes(folder);
  if (free >= leastFreeBytes) return;
  throw new SlipwayError({
    code: 'disk-full',
    message: `The disk with ${folder} has only ${Math.floor(free / 1024 ** 2)} MiB left; the VM needs ${leastFreeBytes / 1024 ** 2} MiB to start.`,
    hint: 'Free some space there and start again, or move the folder and set SLIPWAY_HOME.',
  });
}

/** Bytes that this user can still write in a folder. */
export async function freeBytes(folder: string): Promise<number> {
  const info = await statfs(folder);
  return info.bavail * info.bsize;
}

/** Whether there is a record: its being there counts, so that a damaged one never leads to a new disk. */
async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(ignoreMissing)) !== undefined;
}

/** Bytes of a file, none if it is missing; a disk that cannot be looked at is not one that is missing. */
async function fileBytes(path: string): Promise<number> {
  return (await stat(path).catch(ignoreMissing))?.size ?? 0;
}

async function createSparse(path: string, bytes: number): Promise<void> {
  try {
    const file = await open(path, 'w', 0o600);
    try {
      await file.truncate(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    await rm(path, { force: true });
    throw new SlipwayError(
      {
        code: writeFailureCode(error),
        message: `The data disk ${path} cannot be made: ${refusalText(error)}.`,
        hint: `Check that ${dirname(path)} can be written and holds large files.`,
      },
      { cause: error },
    );
  }
}
