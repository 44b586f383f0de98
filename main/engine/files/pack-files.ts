import { createReadStream, type Stats } from 'node:fs';
import { lstat, opendir, readlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Pack, pack } from 'tar-stream';
import { SlipwayError } from '../../contract/errors.ts';
import { readFailure } from '../../util/receive-file.ts';

/** A file of this machine on its way into an archive. */
interface Item {
  readonly path: string;
  /** In the archive, with slashes. */
  readonly name: string;
  readonly stats: Stats;
}

/** What was chosen, gone through. */
export interface Gathered {
  readonly items: readonly Item[];
  /** Bytes of all plain files. */
  readonly bytes: number;
  /** Names that come into the folder, and which of them are folders. */
  readonly names: ReadonlyMap<string, 'file' | 'folder'>;
}

/** Most files of one upload. */
const mostFiles = 500_000;

/** Goes through files and folders of this machine. Links are taken along as links; what is neither is left out. */
export async function gatherFiles(paths: readonly string[], signal: AbortSignal): Promise<Gathered> {
  const items: Item[] = [];
  const names = new Map<string, 'file' | 'folder'>();
  let bytes = 0;
  const add = async (path: string, name: string): Promise<void> => {
    signal.throwIfAborted();
    const stats = await reading(path, () => lstat(path));
    if (!(stats.isFile() || stats.isDirectory() || stats.isSymbolicLink())) return;
    if (items.length >= mostFiles) throw tooMany(path);
    items.push({ path, name, stats });
    if (stats.isFile()) bytes += stats.size;
    if (!stats.isDirectory()) return;
    const folder = await reading(path, () => opendir(path));
    for await (const { name: child } of folder) await add(join(path, child), `${name}/${child}`);
  };
  for (const [name, path] of namesOf(paths)) {
    await add(path, name);
    const item = items.findLast((one) => one.name === name);
    if (item !== undefined) names.set(name, item.stats.isDirectory() ? 'folder' : 'file');
  }
  return { items, bytes, names };
}

/** What each is to be called; several of one name could not all come into one folder. */
function namesOf(paths: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const path of paths) {
    const other = names.get(basename(path));
    if (other !== undefined && other !== path) throw sameName(other, path);
    names.set(basename(path), path);
  }
  return names;
}

/** Whose the files are to be where they come to. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Hears how far it is. */
export type OnPacked = (bytes: number, files: number) => void;

/** An archive of what was gathered, written as it is read. It is destroyed with an error that names what could not be read. */
export function packFiles(gathered: Gathered, owner: Owner, onPacked: OnPacked): Pack {
  const archive = pack();
  void (async () => {
    let bytes = 0;
    let files = 0;
    for (const item of gathered.items) {
      await packOne(archive, item, owner, (count) => {
        bytes += count;
        onPacked(bytes, files);
      });
      if (archive.destroyed) return;
      if (!item.stats.isDirectory()) files += 1;
      onPacked(bytes, files);
    }
    archive.finalize();
  })().catch((error: unknown) => archive.destroy(error as Error));
  return archive;
}

async function packOne(
  archive: Pack,
  { path, name, stats }: Item,
  owner: Owner,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const common = { name, mode: stats.mode & 0o777, mtime: stats.mtime, ...owner };
  if (stats.isDirectory()) {
    await written((done) => archive.entry({ ...common, type: 'directory' }, done));
    return;
  }
  if (stats.isSymbolicLink()) {
    const linkname = await reading(path, () => readlink(path));
    await written((done) => archive.entry({ ...common, type: 'symlink', linkname }, done));
    return;
  }
  const { size } = stats;
  if (size === 0) {
    await written((done) => archive.entry({ ...common, size: 0 }, done));
    return;
  }
  await written((done) => {
    const entry = archive.entry({ ...common, size }, done);
    void (async () => {
      let read = 0;
      // No more of it than was said: it may be written to meanwhile.
      for await (const piece of createReadStream(path, { end: size - 1 })) {
        read += (piece as Buffer).length;
        onBytes((piece as Buffer).length);
        if (!entry.write(piece)) await drained(entry);
        if (archive.destroyed) throw new Error('the archive has ended');
      }
      if (read < size) throw shrunk(path);
      entry.end(undefined);
    })().catch((error: unknown) => done(readFailure(path, error) as Error));
  });
}

/** Waits until more can be written. One that has ended takes no more, and says so by closing. */
function drained(entry: ReturnType<Pack['entry']>): Promise<void> {
  return new Promise((resolve) => {
    const over = () => {
      entry.off('drain', over).off('close', over);
      resolve();
    };
    entry.on('drain', over).on('close', over);
  });
}

function written(write: (done: (error?: Error | null) => void) => unknown): Promise<void> {
  return new Promise((resolve, reject) => write((error) => (error ? reject(error) : resolve())));
}

async function reading<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw readFailure(path, error);
  }
}

function shrunk(path: string): SlipwayError {
  return new SlipwayError({
    code: 'file-unusable',
    message: `${path} could not be read: it became shorter meanwhile.`,
    hint: 'Try again when nothing writes to it.',
  });
}

function sameName(one: string, other: string): SlipwayError {
  return new SlipwayError({
    code: 'invalid-argument',
    message: `Could not take along both ${one} and ${other}: they have the same name.`,
    hint: 'Upload them one after the other, into different folders.',
  });
}

function tooMany(path: string): SlipwayError {
  return new SlipwayError({
    code: 'invalid-argument',
    message: `Could not take along ${path}: these are more than ${mostFiles} files.`,
    hint: 'Pack them into an archive first, or choose fewer.',
  });
}
