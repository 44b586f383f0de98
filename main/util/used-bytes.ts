import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ignoreMissing } from './file-errors.ts';

/** Unit of `stat`'s blocks, whatever the file system's own are. */
const blockBytes = 512;

/** What a file, or everything in a folder, really takes on its disk, in bytes: holes take nothing. None if it is missing. */
export async function usedBytes(path: string): Promise<number> {
  const found = await stat(path).catch(ignoreMissing);
  if (found === undefined) return 0;
  // Windows does not tell blocks.
  const own = process.platform === 'win32' ? found.size : found.blocks * blockBytes;
  if (!found.isDirectory()) return own;
  const names = (await readdir(path).catch(ignoreMissing)) ?? [];
  const parts = await Promise.all(names.map((name) => usedBytes(join(path, name))));
  return parts.reduce((sum, part) => sum + part, own);
}
