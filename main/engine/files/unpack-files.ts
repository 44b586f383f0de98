import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { extract, type ReadEntry } from 'tar';
import { orAborted } from '../../util/wait.ts';

/**
 * Unpacks an archive that is not to be trusted into an empty folder of this machine: nothing comes to lie outside of it, whatever
 * names and links are in it, everything belongs to the user, and nothing gets rights that outlast its owner's. Devices,
 * pipes and what would lie outside are left out, and counted.
 */
export async function unpackInto(
  folder: string,
  archive: Readable,
  onProgress: (bytes: number, files: number) => void,
  signal: AbortSignal,
): Promise<{ readonly bytes: number; readonly files: number; readonly leftOut: number }> {
  let bytes = 0;
  let files = 0;
  let leftOut = 0;
  let fault: Error | undefined;
  const unpack = extract({
    cwd: folder,
    preserveOwner: false,
    // A folder that nobody may write to could not be filled.
    onReadEntry: (entry: ReadEntry) => {
      const own = entry.type === 'Directory' ? 0o700 : 0o600;
      entry.mode = ((entry.mode ?? own) & 0o777) | own;
      files += entry.type === 'Directory' ? 0 : 1;
    },
    // What it refuses to unpack (a name that leads out, a device) is a warning; what it cannot write is an error in one.
    onwarn: (code, _message, data) => {
      if (code === 'TAR_ENTRY_ERROR' && data instanceof Error && 'syscall' in data) fault ??= data;
      else if (code === 'TAR_ENTRY_ERROR' || code === 'TAR_ENTRY_UNSUPPORTED') leftOut += 1;
    },
  });
  const closed = once(unpack, 'close');
  closed.catch(() => undefined);
  for await (const piece of archive as AsyncIterable<Buffer>) {
    signal.throwIfAborted();
    bytes += piece.length;
    if (!unpack.write(piece)) await orAborted(signal, once(unpack, 'drain'));
    if (fault !== undefined) throw fault;
    onProgress(bytes, files);
  }
  unpack.end();
  await orAborted(signal, closed);
  if (fault !== undefined) throw fault;
  return { bytes, files: files - leftOut, leftOut };
}
