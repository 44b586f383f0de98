import { stat } from 'node:fs/promises';

/** What a file takes on the disk: its blocks, whatever its length. In bytes. */
export async function allocatedBytes(path: string): Promise<number> {
  // POSIX counts in 512 bytes, whatever the file system's own blocks are.
  return (await stat(path)).blocks * 512;
}
