import type { FileEntry, FileKind } from '../../contract/engine/file-trees.ts';
import { nameOf } from '../../util/byte-names.ts';

/** A file as `list` and `describe` of helper.sh tell it. */
export type FileRecord = Omit<FileEntry, 'user' | 'group' | 'mount'>;

const kinds: Readonly<Record<number, FileKind>> = {
  1: 'pipe',
  2: 'character-device',
  4: 'folder',
  6: 'block-device',
  8: 'file',
  10: 'link',
  12: 'socket',
};

/**
 * The records in what helper.sh wrote: each begins with the mark, which who names files cannot know, so that a name of any
 * bytes is told from what follows it. The name of the folder itself is `.`. A record that is not whole is left out.
 */
export function readRecords(output: Buffer, mark: string): readonly FileRecord[] {
  const records: FileRecord[] = [];
  const begin = Buffer.from(`${mark} `);
  for (let at = output.indexOf(begin); at >= 0; ) {
    const next = output.indexOf(begin, at + begin.length);
    const end = next < 0 ? output.length : next;
    const record = readRecord(output.subarray(at + begin.length, end));
    if (record !== undefined) records.push(record);
    at = next;
  }
  return records;
}

/** `MODE UID GID SIZE TIME ./NAME/./NAME` and a line end; of a link `./NAME/'./NAME' -> 'TARGET'`. */
function readRecord(bytes: Buffer): FileRecord | undefined {
  if (bytes.at(-1) !== 0x0a) return undefined;
  const text = nameOf(bytes.subarray(0, -1));
  const [, mode = '', uid = '', gid = '', size = '', time = '', rest = ''] =
    /^([0-9a-f]+) (\d+) (\d+) (\d+) (-?\d+) ([\s\S]*)$/.exec(text) ?? [];
  const bits = Number.parseInt(mode, 16);
  const kind = kinds[bits >> 12];
  const name = nameIn(rest);
  if (kind === undefined || name === undefined) return undefined;
  return {
    name,
    kind,
    size: Number(size),
    mode: bits & 0o7777,
    uid: Number(uid),
    gid: Number(gid),
    modifiedAt: Number(time) * 1000,
    target: kind === 'link' ? targetIn(rest, name) : null,
  };
}

/** A name holds no slash: what stands between the first and the second is the name. */
function nameIn(rest: string): string | undefined {
  if (rest === './.') return '.';
  const end = rest.indexOf('/', 2);
  return rest.startsWith('./') && end > 2 ? rest.slice(2, end) : undefined;
}

function targetIn(rest: string, name: string): string {
  const told = rest.slice(name.length + 3);
  const before = `'./${name}' -> '`;
  return told.startsWith(before) ? told.slice(before.length, -1) : '';
}
