// A cache folder is there whole or not at all: built beside its place under another name, then renamed.
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Gives `target` as it is when it holds `marker` already (nothing is run then), or else builds it: `build` fills an empty
 * folder beside it, which is renamed to `target` when `build` has succeeded and removed when it has not. Two processes
 * that build the same folder at once both succeed; the first to finish wins.
 * @param {string} target
 * @param {string} marker a file that a finished folder holds, such as manifest.json
 * @param {(folder: string) => Promise<void>} build
 * @returns {Promise<{ readonly folder: string, readonly built: boolean }>}
 */
export async function cachedFolder(target, marker, build) {
  if (await holds(target, marker)) return { folder: target, built: false };
  await mkdir(dirname(target), { recursive: true });
  const unfinished = await mkdtemp(join(dirname(target), `.unfinished-${basename(target)}-`));
  try {
    await build(unfinished);
    if (await holds(target, marker)) return { folder: target, built: false };
    await rm(target, { recursive: true, force: true });
    await rename(unfinished, target);
    return { folder: target, built: true };
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @param {string} marker
 */
async function holds(folder, marker) {
  try {
    await readFile(join(folder, marker));
    return true;
  } catch {
    return false;
  }
}
