import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { SlipwayError } from '../../contract/errors.ts';
import { namingFile } from '../../util/file-errors.ts';
import { readFailure } from '../../util/receive-file.ts';
import { orAborted } from '../../util/wait.ts';

/** What an archive of this machine holds. */
export interface Checked {
  readonly files: number;
  /** What the folder of which it was made is to be; undefined when it does not tell. */
  readonly top: Header | undefined;
}

/** Reads the archive in a file, packed by gzip or not. `onRead` hears how many bytes of the file were read. */
export async function openArchive(path: string, onRead: (bytes: number) => void): Promise<Readable> {
  const packed = await isPacked(path);
  const file = createReadStream(path, { highWaterMark: 262_144 });
  let bytes = 0;
  file.on('data', (piece) => {
    bytes += piece.length;
    onRead(bytes);
  });
  file.pause();
  // Whoever reads it hears of that, too: but maybe only after it has happened.
  file.on('error', () => undefined);
  if (!packed) return file;
  const unpacked = createGunzip();
  file.once('error', (error) => unpacked.destroy(error));
  unpacked.once('close', () => file.destroy());
  file.pipe(unpacked);
  return unpacked;
}

async function isPacked(path: string): Promise<boolean> {
  const start = Buffer.alloc(2);
  try {
    const file = await open(path);
    try {
      await file.read(start, 0, 2, 0).catch(namingFile(path));
    } finally {
      await file.close();
    }
  } catch (error) {
    throw readFailure(path, error);
  }
  return start.equals(Buffer.of(0x1f, 0x8b));
}

/** Reads a whole archive before anything is done with it. Rejects when it is damaged, not whole, or none at all. */
export async function checkArchive(
  path: string,
  onRead: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Checked> {
  const archive = await openArchive(path, onRead);
  const entries = extract();
  archive.once('error', (error) => entries.destroy(error));
  archive.pipe(entries);
  let files = 0;
  let top: Header | undefined;
  const read = async () => {
    for await (const entry of entries) {
      if (/^\.?\/*$/.test(entry.header.name)) top = entry.header;
      else files += 1;
      entry.resume();
    }
  };
  try {
    await orAborted(signal, read());
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw archiveFailure(path, error);
  } finally {
    archive.destroy();
  }
  if (files === 0 && top === undefined) throw damaged(path, 'it holds no files');
  return { files, top };
}

/** What is told of an archive that could not be read to its end. */
export function archiveFailure(path: string, error: unknown): unknown {
  const failure = readFailure(path, error);
  if (failure instanceof SlipwayError) return failure;
  return damaged(path, error instanceof Error ? error.message : String(error));
}

function damaged(path: string, why: string): SlipwayError {
  return new SlipwayError({
    code: 'file-unusable',
    message: `${path} is no archive of files, or it is damaged (${why}).`,
    hint: 'Choose a .tar or .tar.gz file, such as a backup of a volume.',
  });
}
