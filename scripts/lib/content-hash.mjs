// One hash over everything that a build step reads, so that an unchanged step is not run again.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

/**
 * SHA-256 over the names (relative to `root`), run bits and contents of files, and of every file below folders.
 * Independent of the order given, of times and of owners. Throws when a path does not exist.
 * @param {string} root
 * @param {readonly string[]} paths files or folders, absolute or relative to `root`
 * @param {readonly string[]} [extra] further inputs, such as an architecture
 * @returns {Promise<string>} 64 hexadecimal digits
 */
export async function contentHash(root, paths, extra = []) {
  /** @type {Map<string, string>} name to full path */
  const files = new Map();
  for (const path of paths) await collect(root, join(path.startsWith('/') ? '' : root, path), files);
  const hash = createHash('sha256');
  for (const name of [...files.keys()].sort()) {
    const path = /** @type {string} */ (files.get(name));
    const content = await readFile(path);
    const runnable = ((await stat(path)).mode & 0o111) !== 0;
    hash.update(`${name}\0${runnable ? 'x' : '-'}\0${content.length}\0`).update(content);
  }
  for (const value of extra) hash.update(`\0${value}\0`);
  return hash.digest('hex');
}

/**
 * SHA-256 of one file, read in pieces.
 * @param {string} path
 * @returns {Promise<string>} 64 hexadecimal digits
 */
export async function fileHash(path) {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece);
  return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} path
 * @param {Map<string, string>} files
 */
async function collect(root, path, files) {
  if (!(await stat(path)).isDirectory()) {
    files.set(relative(root, path), path);
    return;
  }
  for (const name of await readdir(path)) await collect(root, join(path, name), files);
}
