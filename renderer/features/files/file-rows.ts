import type { FileChange } from '../../../main/contract/engine/container-details.ts';
import { inFolder, lastName, parentOf } from '../../../main/contract/engine/file-paths.ts';
import type { FileEntry } from '../../../main/contract/engine/file-trees.ts';

/** How a file differs from the image's. */
export type Change = FileChange['kind'];

/** A line of a folder's list. */
export interface FileRow extends FileEntry {
  readonly path: string;
  /** Null for what is as in the image, and for volumes. */
  readonly change: Change | null;
}

/** A folder's files with what has become of each, and what the image has there and the container has not. */
export function fileRows(
  folder: string,
  entries: readonly FileEntry[],
  changes: ReadonlyMap<string, Change>,
): readonly FileRow[] {
  const rows = entries.map((entry): FileRow => {
    const path = inFolder(folder, entry.name);
    const change = changes.get(path) ?? null;
    return { ...entry, path, change: change === 'removed' ? null : change };
  });
  const there = new Set(rows.map(({ path }) => path));
  const removed = [...changes].flatMap(([path, change]): readonly FileRow[] =>
    change === 'removed' && parentOf(path) === folder && !there.has(path) ? [removedRow(path)] : [],
  );
  return [...rows, ...removed];
}

function removedRow(path: string): FileRow {
  return {
    path,
    name: lastName(path),
    change: 'removed',
    kind: 'file',
    size: 0,
    mode: 0,
    uid: 0,
    gid: 0,
    user: '',
    group: '',
    modifiedAt: 0,
    target: null,
    mount: null,
  };
}

/** The lines whose name has each word of the filter; `changed` finds what is not as in the image. */
export function filterFiles(rows: readonly FileRow[], filter: string): readonly FileRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter(({ name, change }) => {
    const text = `${name.toLowerCase()}\n${change ?? ''}`;
    return words.every((word) => text.includes(word) || (word === 'changed' && change !== null));
  });
}

/** Folders first, then by name without regard to case. */
export function sortKey({ kind, name }: Pick<FileEntry, 'kind' | 'name'>): string {
  return `${kind === 'folder' ? 0 : 1}${name.toLowerCase()}`;
}
