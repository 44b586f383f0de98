import { randomBytes } from 'node:crypto';
import { inFolder, lastName, parentOf } from '../../contract/engine/file-paths.ts';
import type {
  FileContent,
  FileEntry,
  Folder,
  Found,
  TreeMount,
  Written,
} from '../../contract/engine/file-trees.ts';
import { SlipwayError } from '../../contract/errors.ts';
import { nameOf } from '../../util/byte-names.ts';
import { type Accounts, noAccounts, readAccounts } from './accounts.ts';
import { command, refused, spotOf } from './command.ts';
import { type FileRecord, readRecords } from './records.ts';
import { mountAt, type Tree } from './tree.ts';
import { nothingThere, walk } from './walk.ts';

/** Most files of a folder that are listed. */
const mostEntries = 100_000;

/** Most bytes of a file that are shown: an editor takes in no more without a pause. */
const mostShown = 1_048_576;

/** Where the kernel makes up the files. */
const madeUp = /^\/(proc|sys|dev)(\/|$)/;

/** What is at a path of a tree. */
export async function openPath(tree: Tree, path: string, signal: AbortSignal): Promise<Found> {
  const reached = await walk(tree, path, signal);
  const accounts = await accountsOf(tree, signal);
  const entryOf = (record: FileRecord, folder: string) => describe(tree, record, folder, accounts);
  if (reached.kind === 'other') {
    const { base, folder, name } = spotOf(tree, reached.path);
    const mark = randomBytes(16).toString('hex');
    const { output } = await command(
      tree,
      'read',
      reached.path,
      ['describe', base, folder, name, mark],
      signal,
    );
    const [record] = readRecords(output, mark);
    if (record === undefined) throw nothingThere(tree, reached.path);
    const parent = parentOf(reached.path);
    // By its name in the tree: a file that is mounted may have another one where it comes from.
    const named = { ...record, name: lastName(reached.path) };
    return { kind: 'entry', path: reached.path, folder: parent, entry: entryOf(named, parent) };
  }
  return listFolder(tree, reached.path, entryOf, signal);
}

async function listFolder(
  tree: Tree,
  path: string,
  entryOf: (record: FileRecord, folder: string) => FileEntry,
  signal: AbortSignal,
): Promise<Folder> {
  const { base, path: folder, mount } = tree.place(path);
  const mark = randomBytes(16).toString('hex');
  const { code, output } = await command(tree, 'list', path, ['list', base, folder, mark], signal);
  const records = readRecords(output, mark).filter(({ name }) => name !== '.');
  return {
    kind: 'folder',
    path,
    entries: records.slice(0, mostEntries).map((record) => entryOf(record, path)),
    isCut: code === null || records.length > mostEntries,
    mount: mount && plain(mount),
    canTransfer: canTransfer(tree, path),
  };
}

/** Whether the engine can put archives in there, and take them out: what is in memory it does not see. */
export function canTransfer(tree: Tree, path: string): boolean {
  if (!tree.hasOwnTop) return true;
  const { mount } = tree.place(path);
  return mount === null ? !madeUp.test(path) : mount.kind !== 'tmpfs';
}

function describe(tree: Tree, record: FileRecord, folder: string, accounts: Accounts): FileEntry {
  const path = inFolder(folder, record.name);
  const mount = mountAt(tree.mounts, path);
  return {
    ...record,
    user: accounts.users.get(record.uid) ?? '',
    group: accounts.groups.get(record.gid) ?? '',
    mount: mount?.destination === path ? plain(mount) : null,
  };
}

function plain({ kind, source, readOnly }: TreeMount): TreeMount {
  return { kind, source, readOnly };
}

/** The beginning of a plain file. */
export async function readFile(tree: Tree, path: string, signal: AbortSignal): Promise<FileContent> {
  const { base, folder, name } = spotOf(tree, path);
  const words = ['read_file', base, folder, name, String(mostShown + 1)];
  const { output } = await command(tree, 'read', path, words, signal);
  const end = output.indexOf('\n');
  const [, size = '0', version = ''] = /^(\d+) (.*)$/.exec(output.toString('latin1', 0, end)) ?? [];
  const bytes = output.subarray(end + 1);
  const isCut = bytes.length > mostShown;
  const text = textIn(isCut ? bytes.subarray(0, mostShown) : bytes, isCut);
  return {
    kind: text === undefined ? 'binary' : 'text',
    text: text ?? '',
    // What the kernel makes up has no size before it is read.
    size: Math.max(Number(size), bytes.length),
    isCut,
    version,
  };
}

/** The text that bytes are; undefined when they are none. One that was cut may end in the midst of a character. */
export function textIn(bytes: Buffer, isCut: boolean): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: isCut });
  } catch {
    return undefined;
  }
}

/** Writes a plain file, unless it is another one than `version` tells; null for one that is not there yet. */
export async function writeFile(
  tree: Tree,
  path: string,
  text: string,
  version: string | null,
  signal: AbortSignal,
): Promise<Written> {
  mayWrite(tree, path);
  const { base, folder, name } = spotOf(tree, path);
  const isMount = (await tree.mountPoints(signal)).includes(path);
  const words = ['write_file', base, folder, name, version ?? '', temporaryName(), isMount ? 'mounted' : ''];
  const answer = await command(tree, 'write', path, words, signal, { input: Buffer.from(text) }, [6]);
  if (answer.code === 6) return { kind: 'changed' };
  return { kind: 'written', version: answer.output.toString('latin1').trim() };
}

/** Makes a folder in a folder. */
export async function makeFolder(
  tree: Tree,
  folder: string,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  mayWrite(tree, folder);
  const place = tree.place(folder);
  const words = ['make_folder', place.base, place.path, name];
  await command(tree, 'make the folder', inFolder(folder, name), words, signal);
}

/** Gives a file of a folder another name. */
export async function rename(
  tree: Tree,
  folder: string,
  name: string,
  newName: string,
  signal: AbortSignal,
): Promise<void> {
  mayWrite(tree, folder);
  await mayMove(tree, 'rename', folder, [name], signal);
  const place = tree.place(folder);
  const words = ['rename', place.base, place.path, name, newName];
  await command(tree, 'rename', inFolder(folder, name), words, signal);
}

/** Removes files of a folder. */
export async function remove(
  tree: Tree,
  folder: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  mayWrite(tree, folder);
  await mayMove(tree, 'delete', folder, names, signal);
  const place = tree.place(folder);
  const [only = ''] = names;
  const what = names.length === 1 ? inFolder(folder, only) : `all ${names.length} items of ${folder}`;
  await command(tree, 'delete', what, ['remove', place.base, place.path, ...names], signal);
}

/** A name that nobody else has. */
export function temporaryName(): string {
  return `.slipway-${randomBytes(8).toString('hex')}`;
}

/** Rejects where a mount says that nothing may be written: it is reached past the mount while its container does not run. */
export function mayWrite(tree: Tree, path: string): void {
  const { mount } = tree.place(path);
  if (!mount?.readOnly) return;
  throw new SlipwayError({
    code: 'invalid-argument',
    message: `Could not write to ${path} in ${tree.owner}: it is mounted read-only.`,
    hint: mount.kind === 'volume' ? 'Change it on the page of the volume.' : 'Change it where it comes from.',
  });
}

/**
 * Rejects where something is mounted at or below what is to go. From outside of the container the kernel would allow it:
 * the mount would be gone, and with a folder all that lies in its volumes.
 */
export async function mayMove(
  tree: Tree,
  verb: string,
  folder: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const mountPoints = await tree.mountPoints(signal);
  for (const name of names) {
    const path = inFolder(folder, name);
    const mounted = mountPoints.find((place) => place === path || place.startsWith(`${path}/`));
    if (mounted === undefined) continue;
    throw refused(
      `Could not ${verb} ${path} in ${tree.owner}: ${mounted === path ? 'something' : `at ${mounted} something`} is mounted.`,
      'Change the container’s mounts instead, or what is in the volume.',
    );
  }
}

const known = new Map<string, Accounts>();

/** Most containers whose accounts are remembered. */
const mostKnown = 50;

/** Who is who in a container: read once, for it hardly changes. */
async function accountsOf(tree: Tree, signal: AbortSignal): Promise<Accounts> {
  const key = tree.accountsOf;
  if (key === undefined) return noAccounts;
  const before = known.get(key);
  if (before !== undefined) return before;
  // Not the reading itself: that ends with its first reader.
  const accounts = await readTheAccounts(tree, signal);
  known.set(key, accounts);
  const [oldest] = known.keys();
  if (known.size > mostKnown && oldest !== undefined) known.delete(oldest);
  return accounts;
}

async function readTheAccounts(tree: Tree, signal: AbortSignal): Promise<Accounts> {
  const { base } = tree.place('/');
  const { code, output } = await tree.helper.ask([...tree.guard, 'accounts', base], signal);
  if (code !== 0) return noAccounts;
  const [passwd = '', group = ''] = nameOf(output).split('\0');
  return readAccounts(passwd, group);
}
