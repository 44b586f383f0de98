import { stat } from 'node:fs/promises';

/** What a file takes on the disk: its blocks, whatever its length. In bytes. */
export async function allocatedBytes(path: string): Promise<number> {
  // POSIX counts in 512 bytes, whatever the file system's own blocks are.
  return (await stat(path)).blocks * 512;
}

/**
 * A line for a shell that writes a file of so many MB of 1,000,000 bytes. 10 MB of it are random and
 * repeated: an emulated processor takes minutes for 1 GB of anything that it has to make, and zeros would be left out of files.
 */
export function fillCommand(path: string, megabytes: number): string {
  const piece = '/tmp/piece';
  const write = `for count in $(seq ${megabytes / 10}); do cat ${piece} || exit; done >${path}`;
  return `head -c 10000000 /dev/urandom >${piece} && { ${write}; } && rm ${piece}`;
}
