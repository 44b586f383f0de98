import type { FileEntry, FileKind, TreeMount } from '../../main/contract/engine/file-trees.ts';
import { visibleText } from './visible-text.ts';

const letters: Readonly<Record<FileKind, string>> = {
  file: '-',
  folder: 'd',
  link: 'l',
  socket: 's',
  pipe: 'p',
  'character-device': 'c',
  'block-device': 'b',
};

/** Rights as `ls` writes them: `drwxr-xr-t`. */
export function modeText({ kind, mode }: Pick<FileEntry, 'kind' | 'mode'>): string {
  const three = (shift: number, special: number, letter: string) => {
    const bits = mode >> shift;
    const runs = (bits & 1) !== 0;
    const last = (mode & special) === 0 ? (runs ? 'x' : '-') : runs ? letter : letter.toUpperCase();
    return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${last}`;
  };
  return `${letters[kind]}${three(6, 0o4000, 's')}${three(3, 0o2000, 's')}${three(0, 0o1000, 't')}`;
}

/** Whose a file is: names where they are known, numbers otherwise. */
export function ownerText({
  user,
  group,
  uid,
  gid,
}: Pick<FileEntry, 'user' | 'group' | 'uid' | 'gid'>): string {
  return `${visibleText(user) || uid}:${visibleText(group) || gid}`;
}

/** How many there are of files, folders and whatever else a folder holds: `7 items`. */
export function itemsText(count: number): string {
  return count === 1 ? '1 item' : `${count.toLocaleString('en')} items`;
}

/** What something is, where it cannot be opened. */
export const kindTitles: Readonly<Record<FileKind, string>> = {
  file: 'A file',
  folder: 'A folder',
  link: 'A link',
  socket: 'A socket',
  pipe: 'A pipe',
  'character-device': 'A device',
  'block-device': 'A device',
};

/** What is mounted somewhere: `volume pgdata, read-only`. */
export function mountText({ kind, source, readOnly }: TreeMount): string {
  const what = { bind: 'from', volume: 'volume', tmpfs: 'in memory', image: 'image', other: 'mount' }[kind];
  return `${what}${source === '' ? '' : ` ${visibleText(source)}`}${readOnly ? ', read-only' : ''}`;
}

/** Bytes of a text in UTF-8. */
export function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** What is said of files that could not be carried. */
export function leftOutText(count: number): string {
  const what = count === 1 ? 'One item was' : `${count} items were`;
  return `${what} left out: devices, pipes and what leads out of the folder are not saved.`;
}
