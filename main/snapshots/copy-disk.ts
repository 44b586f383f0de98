import { chmod, rm } from 'node:fs/promises';
import { SlipwayError } from '../contract/errors.ts';
import { formatSize } from '../contract/format.ts';
import { canClone, cloneFile, copySparse, syncFile } from '../util/copy-file.ts';
import { writeFailureCode } from '../util/file-errors.ts';
import { usedBytes } from '../util/used-bytes.ts';
import { freeBytes, leastFreeBytes } from '../vm/data-disk.ts';
import type { ConvertDisk, DiskFile } from '../vm/drivers/qemu/image-tool.ts';

/** How the copying of a disk goes. `progress`: from 0 to 1. */
export interface CopyOptions {
  /** `qemu-img`, which reads holes as such; without one every byte of the disk is read. */
  readonly convert: ConvertDisk | undefined;
  readonly progress: (done: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Copies a disk: by sharing blocks where the file system can, otherwise without its holes. Durable when it resolves;
 * nothing is left when it rejects.
 */
export async function copyDisk(from: DiskFile, to: DiskFile, options: CopyOptions): Promise<void> {
  const { convert, progress, signal } = options;
  signal.throwIfAborted();
  try {
    if (from.format === to.format && (await cloneFile(from.path, to.path))) return await syncFile(to.path);
    if (convert !== undefined) {
      await convert(from, to, progress, signal);
      await chmod(to.path, 0o600);
      return await syncFile(to.path);
    }
    if (from.format !== to.format) throw noTool(from);
    await copySparse(from.path, to.path, progress, signal);
  } catch (error) {
    await rm(to.path, { force: true });
    signal.throwIfAborted();
    throw error instanceof SlipwayError ? error : unwritable(to.path, error);
  }
}

/** Bytes that a copy of a disk into another folder will take: none where blocks can be shared. */
export async function bytesForCopy(disk: DiskFile, fromFolder: string, toFolder: string): Promise<number> {
  if (disk.format === 'raw' && (await canClone(fromFolder, toFolder))) return 0;
  return usedBytes(disk.path);
}

/** Throws `disk-full` when a folder's disk has no room for so many bytes beside what the VM works in. */
export async function checkRoom(folder: string, bytes: number, what: string): Promise<void> {
  const free = await freeBytes(folder);
  const needed = bytes + leastFreeBytes;
  if (free >= needed) return;
  throw new SlipwayError({
    code: 'disk-full',
    message: `${what} needs ${formatSize(needed)} on the disk with ${folder}, which has ${formatSize(free)} left.`,
    hint: 'Free some space there, or remove a snapshot (`slipway snapshot list` shows what each takes), and try again.',
  });
}

function noTool(from: DiskFile): SlipwayError {
  return new SlipwayError({
    code: 'qemu-missing',
    message: `The compressed disk ${from.path} cannot be read without qemu-img.`,
    hint: 'Put qemu-img beside the QEMU that the setting qemu.path names, or unset it to use the bundled one.',
  });
}

function unwritable(path: string, cause: unknown): SlipwayError {
  const code = writeFailureCode(cause);
  return new SlipwayError(
    {
      code,
      message: `The copy of a disk, ${path}, could not be made: ${(cause as Error).message}.`,
      hint: code === 'disk-full' ? 'Free some space and try again.' : 'Check that the folder can be written.',
    },
    { cause },
  );
}
