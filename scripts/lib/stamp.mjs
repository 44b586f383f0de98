// A stamp says from which inputs a folder was made. It lies in that folder, so that it vanishes with it.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * @param {string} path
 * @returns {Promise<string | null>} null when there is none
 */
export async function readStamp(path) {
  return readFile(path, 'utf8').catch(() => null);
}

/**
 * Replaces a small file as a whole: a reader sees the old content or the new, never a part.
 * @param {string} path
 * @param {string} content
 */
export async function replaceFile(path, content) {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}.new`;
  await writeFile(unfinished, content);
  await rename(unfinished, path);
}
