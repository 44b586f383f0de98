import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, type FileHandle, link, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Read together, in bytes. */
const pieceBytes = 1024 * 1024;

/** Written together; what is all zeros becomes a hole. In bytes. */
const partBytes = 64 * 1024;

const zeros = Buffer.alloc(pieceBytes);

/**
 * Copies by sharing blocks, at no cost of time or space; false, and no new file, where the file system cannot, or where
 * there is a file of that name.
 */
export async function cloneFile(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE);
    return true;
  } catch (error) {
    // Whatever it was, a plain copy finds out again, and tells it in its own words.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await rm(to, { force: true });
    return false;
  }
}

/** Whether {@link cloneFile} works between two folders, found out by doing it. */
export async function canClone(from: string, to: string): Promise<boolean> {
  const name = `.clone-probe-${randomBytes(4).toString('hex')}`;
  const [source, target] = [join(from, name), join(to, `${name}.copy`)];
  try {
    const file = await open(source, 'wx', 0o600);
    await file.writeFile(zeros.subarray(0, 4096)).finally(() => file.close());
    return await cloneFile(source, target);
  } catch {
    return false;
  } finally {
    await rm(source, { force: true });
    await rm(target, { force: true });
  }
}

/** A second name for a file that is never written to again; a copy where there can be none. */
export async function linkOrCopy(from: string, to: string, signal: AbortSignal): Promise<void> {
  try {
    await link(from, to);
  } catch {
    await copySparse(from, to, () => undefined, signal);
  }
}

/** Copies a file piece by piece, without storing zeros, and makes it durable. `progress`: from 0 to 1. */
export async function copySparse(
  from: string,
  to: string,
  progress: (done: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const source = await open(from, 'r');
  try {
    const target = await open(to, 'wx', 0o600);
    try {
      const { size } = await source.stat();
      await target.truncate(size);
      const buffer = Buffer.alloc(pieceBytes);
      for (let position = 0; position < size; position += pieceBytes) {
        signal.throwIfAborted();
        const { bytesRead } = await source.read(buffer, 0, pieceBytes, position);
        await writeParts(target, buffer.subarray(0, bytesRead), position);
        progress(Math.min(1, (position + pieceBytes) / size));
      }
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function writeParts(target: FileHandle, piece: Buffer, position: number): Promise<void> {
  if (piece.equals(zeros.subarray(0, piece.length))) return;
  for (let from = 0; from < piece.length; from += partBytes) {
    const part = piece.subarray(from, from + partBytes);
    if (!part.equals(zeros.subarray(0, part.length)))
      await target.write(part, 0, part.length, position + from);
  }
}

/** Makes a file's content durable. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
