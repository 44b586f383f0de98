import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readlink } from 'node:fs/promises';

/**
 * Lets `use` work on a folder by a name that leads to that very folder, whatever becomes of its path meanwhile: a container may put a
 * link in its place at any time. Undefined when the path leads to no folder, or by a link. Linux alone has such names.
 */
export async function withFolder<Result>(
  path: string,
  use: (held: string) => Promise<Result> | Result,
): Promise<Result | undefined> {
  let folder: FileHandle | undefined;
  try {
    folder = await open(
      path,
      constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    );
    const held = `/proc/self/fd/${folder.fd}`;
    // The kernel's word on where it really is: not the path's, which may have a link in the middle.
    if ((await readlink(held)) !== path) return undefined;
    return await use(held);
  } catch {
    return undefined;
  } finally {
    await folder?.close().catch(() => undefined);
  }
}

/** What a file was like when it was last looked at. */
export interface FileState {
  /** The same text for what a watcher would not tell apart. Setting a mode to what it is changes nothing of it. */
  readonly signature: string;
  /** When it became so; milliseconds since 1970. */
  readonly at: number;
}

/** What there is under a name in a held folder; `null` when nothing is. */
export async function stateOf(held: string, name: string): Promise<FileState | null> {
  try {
    const found = await lstat(`${held}/${name}`, { bigint: true });
    // Of a folder its entries are told by themselves.
    const times = found.isDirectory() ? '' : `${found.size} ${found.mtimeNs}`;
    return { signature: `${found.dev} ${found.ino} ${found.mode} ${times}`, at: Number(found.ctimeNs) / 1e6 };
  } catch {
    return null;
  }
}
