import { randomBytes } from 'node:crypto';
import { lstat, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type Docker from 'dockerode';
import { extract } from 'tar-stream';
import { assertNever } from '../../contract/assert-never.ts';
import { lastName } from '../../contract/engine/file-paths.ts';
import type { CarriedPiece, TreeSource } from '../../contract/engine/file-trees.ts';
import { SlipwayError } from '../../contract/errors.ts';
import { fileNameFrom } from '../../util/chosen-files.ts';
import { receiveFile, writeFailure } from '../../util/receive-file.ts';
import { withArchives } from './archive.ts';
import { unpackInto } from './unpack-files.ts';

/** What {@link download} is to save where. */
export interface Download {
  readonly source: TreeSource;
  /** As `tree.open` told it. */
  readonly path: string;
  readonly form: 'file' | 'tar' | 'tar.gz' | 'unpacked';
  /** A path of this machine: of the file, or of the folder into which is unpacked. */
  readonly target: string;
}

/** Saves a file, or a folder with all that is in it, on this machine: whole, or not at all. */
export function download(
  engine: Docker,
  { source, path, form, target }: Download,
  tell: (piece: CarriedPiece) => void,
  signal: AbortSignal,
): Promise<CarriedPiece> {
  return withArchives(engine, source, signal, async (archives) => {
    // A link is followed by the engine in the midst of a path alone: the path here has none.
    const archive = await archives.get(form === 'unpacked' ? `${path === '/' ? '' : path}/.` : path, signal);
    const progress = (bytes: number, files = 0, total: number | null = null) =>
      tell({ kind: 'progress', bytes, files, total });
    try {
      switch (form) {
        case 'file': {
          const { content, size } = await onlyFileOf(archive, path);
          const bytes = await receiveFile(target, content, (count) => progress(count, 0, size), signal);
          return { kind: 'done', bytes, files: 1 };
        }
        case 'unpacked':
          return await unpackAside(
            archive,
            target,
            fileNameFrom(lastName(path) || 'files'),
            progress,
            signal,
          );
        case 'tar':
        case 'tar.gz': {
          const packed = form === 'tar' ? archive : archive.pipe(createGzip());
          archive.once('error', (error) => packed.destroy(error));
          const bytes = await receiveFile(target, packed, (count) => progress(count), signal);
          return { kind: 'done', bytes, files: 1 };
        }
        default:
          return assertNever(form);
      }
    } finally {
      // The engine lets nobody else at a container for as long as somebody may still read this.
      archive.destroy();
    }
  });
}

/** The content of the one file in an archive. */
function onlyFileOf(
  archive: Readable,
  path: string,
): Promise<{ readonly content: Readable; readonly size: number }> {
  const entries = extract();
  return new Promise((resolve, reject) => {
    archive.once('error', (error) => entries.destroy(error));
    entries.once('error', reject);
    // Without an entry nothing else would end the wait; after one it does nothing.
    entries.once('finish', () => reject(nothingCame(path)));
    entries.once('entry', ({ type, size = 0 }, stream, next) => {
      stream.once('end', next);
      if (type === 'file') resolve({ content: Readable.from(stream, { objectMode: false }), size });
      else reject(noFile(path));
    });
    archive.pipe(entries as unknown as Writable);
  });
}

function noFile(path: string): SlipwayError {
  return new SlipwayError({
    code: 'invalid-argument',
    message: `Could not save ${path}: it is no plain file.`,
    hint: 'Save the folder that it is in.',
  });
}

function nothingCame(path: string): SlipwayError {
  return new SlipwayError({
    code: 'engine-request-failed',
    message: `Could not save ${path}: the engine sent an empty archive.`,
    hint: 'Try again; look whether the file is still there.',
  });
}

/** Unpacks an archive beside where it is to be, and gives it a name that is free once all is there. */
async function unpackAside(
  archive: Readable,
  target: string,
  name: string,
  progress: (bytes: number, files: number) => void,
  signal: AbortSignal,
): Promise<CarriedPiece> {
  const temporary = join(target, `.${name}.${randomBytes(4).toString('hex')}.unfinished`);
  try {
    await mkdir(temporary, { mode: 0o700 });
    const done = await unpackInto(temporary, archive, progress, signal);
    await rename(temporary, await freePath(target, name));
    return { kind: 'done', ...done };
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw signal.aborted ? signal.reason : writeFailure(target, error);
  }
}

async function freePath(folder: string, name: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const path = join(folder, number === 1 ? name : `${name} ${number}`);
    const isFree = await lstat(path).then(
      () => false,
      () => true,
    );
    if (isFree) return path;
  }
}
