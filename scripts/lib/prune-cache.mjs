// Removes what earlier versions of the sources left in the cache: a VM image for each edit adds up.
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The newest, and two to go back to without building: switching between branches is common. */
const keptOfEachKind = 3;

/**
 * Removes all but the newest folders of each kind, folders being named KIND-HASH, and those in use, which may be old ones
 * after a change of branch. A program that runs from a removed folder keeps the files that it has open.
 * @param {string} cache
 * @param {(name: string) => boolean} isUsed
 * @returns {Promise<string[]>} the names removed
 */
export async function pruneCache(cache, isUsed) {
  /** @type {Map<string, { name: string, madeAt: number }[]>} */
  const kinds = new Map();
  for (const name of await readdir(cache).catch(() => /** @type {string[]} */ ([]))) {
    const kind = /^([a-z0-9-]+)-[0-9a-f]{16}$/.exec(name)?.[1];
    if (!kind) continue;
    const madeAt = (await stat(join(cache, name))).mtimeMs;
    kinds.set(kind, [...(kinds.get(kind) ?? []), { name, madeAt }]);
  }
  const old = [...kinds.values()]
    .flatMap((folders) => folders.sort((one, other) => other.madeAt - one.madeAt).slice(keptOfEachKind))
    .filter(({ name }) => !isUsed(name));
  for (const { name } of old) await rm(join(cache, name), { recursive: true, force: true });
  return old.map(({ name }) => name);
}
