// What a tree of foreign binaries needs to run by itself: the shared libraries they load, found by their own loader.
import { realpath } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { runCommand } from './run-command.mjs';

/** Where amd64 packages keep the loader and the libraries, below a tree's root. */
export const loaderPath = 'usr/lib64/ld-linux-x86-64.so.2';
export const libraryPath = 'usr/lib/x86_64-linux-gnu';

/**
 * The libraries that programs of an unpacked amd64 tree load, as paths below the tree's root: both the names that the
 * programs ask for and the files that these lead to. Throws when one is missing from the tree.
 * @param {string} root
 * @param {readonly string[]} programs below `root`
 * @param {AbortSignal} [signal]
 * @returns {Promise<Set<string>>}
 */
export async function librariesOf(root, programs, signal) {
  /** @type {Set<string>} */
  const found = new Set();
  for (const program of programs) {
    const loader = [join(root, loaderPath), '--library-path', join(root, libraryPath), '--list', join(root, program)];
    const text = await runCommand(/** @type {string} */ (loader[0]), loader.slice(1), { signal });
    for (const line of text.split('\n')) {
      const [, name = '', path = ''] = /^\s*(\S+) => (.+) \(0x[0-9a-f]+\)$/.exec(line) ?? [];
      if (!path) continue;
      if (!path.startsWith(`${root}/`)) throw new Error(`${program} needs ${name}, which its packages do not bring.`);
      found.add(relative(root, path)).add(relative(await realpath(root), await realpath(path)));
    }
  }
  found.add(relative(await realpath(root), await realpath(join(root, loaderPath))));
  return found;
}
