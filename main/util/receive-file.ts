import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { SlipwayError } from '../contract/errors.ts';
import { fileRefusal, refusalText } from '../contract/system-errors.ts';
import { syncFolder } from './atomic-file.ts';
import { namingFile } from './file-errors.ts';

/**
 * Writes what a stream brings to a file that the user has chosen: under a temporary name beside it until all of it is on
 * disk, so that a file of the chosen name is whole, or is what it was before. `onBytes` hears how many have been written
 * so far. Rejects with `disk-full` or `file-unusable` for what is wrong with the file, with the stream's own error, or with
 * the signal's reason; nothing is left behind then.
 */
export async function receiveFile(
  path: string,
  source: Readable,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<number> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.unfinished`);
  // It may fail before it is read, as by a cancel while the file is being opened: whoever reads it then hears of that.
  source.on('error', () => undefined);
  const stop = () => source.destroy(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    const file = await open(temporary, 'wx', 0o600).catch(namingFile(path));
    let bytes = 0;
    try {
      for await (const chunk of source as AsyncIterable<Buffer>) {
        // One after another: the source is read no faster than the disk takes it.
        await file.writeFile(chunk).catch(namingFile(path));
        bytes += chunk.length;
        onBytes(bytes);
      }
      signal.throwIfAborted();
      // A disk of the network may say only now that it is full.
      await file.sync().catch(namingFile(path));
    } finally {
      await file.close().catch(namingFile(path));
    }
    await rename(temporary, path).catch(namingFile(path));
    await syncFolder(dirname(path));
    return bytes;
  } catch (error) {
    source.destroy();
    await rm(temporary, { force: true });
    throw signal.aborted ? signal.reason : writeFailure(path, error);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** What is wrong with the file in words for its user; any other error as it is. */
export function writeFailure(path: string, error: unknown): unknown {
  const refusal = fileRefusal(error);
  if (refusal === undefined) return error;
  const isFull = refusal.code === 'ENOSPC' || refusal.code === 'EDQUOT';
  return new SlipwayError(
    {
      code: isFull ? 'disk-full' : 'file-unusable',
      message: `${path} could not be written: ${refusal.reason}.`,
      hint: isFull
        ? 'Free space on that disk, or choose another place.'
        : 'Choose another place, or mend its permissions.',
    },
    { cause: error },
  );
}

/** The error for a chosen file that cannot be read; any other error as it is. */
export function readFailure(path: string, error: unknown): unknown {
  if (fileRefusal(error) === undefined) return error;
  return new SlipwayError(
    {
      code: 'file-unusable',
      message: `${path} could not be read: ${refusalText(error).replace(`${path}: `, '')}.`,
      hint: 'Choose it again, or mend its permissions.',
    },
    { cause: error },
  );
}
