// What a tree of foreign binaries needs to run by itself: the shared libraries they load, found by their own loader.
import { realpath } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { runCommand } from './run-command.mjs';

/** @typedef {{ readonly loader: string, readonly libraries: string }} Runtime where a tree keeps loader and libraries */

/** Where Debian's packages put them, below a tree's root. */
export const runtimes = Object.freeze({
  x64: { loader: 'usr/lib64/ld-linux-x86-64.so.2', libraries: 'usr/lib/x86_64-linux-gnu' },
  arm64: { loader: 'usr/lib/ld-linux-aarch64.so.1', libraries: 'usr/lib/aarch64-linux-gnu' },
});

/**
 * The processor architecture of this machine. Throws when nothing is built for it.
 * @returns {'x64' | 'arm64'}
 */
export function hostArchitecture() {
  if (process.arch === 'x64' || process.arch === 'arm64') return process.arch;
  throw new Error(
    `Slipway is not built for processors of kind ${process.arch}: use an x64 or arm64 machine.`,
  );
}

/**
 * The libraries that programs of an unpacked tree load, as paths below the tree's root: both the names that the programs
 * ask for and the files that these lead to. The programs must be for this machine. Throws when one is missing.
 * @param {string} root
 * @param {readonly string[]} programs below `root`
 * @param {AbortSignal} [signal]
 * @returns {Promise<Set<string>>}
 */
export async function librariesOf(root, programs, signal) {
  const runtime = runtimes[hostArchitecture()];
  const realRoot = await realpath(root);
  /** @type {Set<string>} */
  const found = new Set([runtime.loader]);
  found.add(relative(realRoot, await realpath(join(root, runtime.loader))));
  for (const program of programs) {
    const commandArguments = ['--library-path', join(root, runtime.libraries), '--list', join(root, program)];
    const text = await runCommand(join(root, runtime.loader), commandArguments, {
      signal,
      timeoutMs: 30_000,
    });
    for (const line of text.split('\n')) {
      const [, name = '', path = ''] = /^\s*(\S+) => (.+) \(0x[0-9a-f]+\)$/.exec(line) ?? [];
      if (!path) continue;
      if (!path.startsWith(`${root}/`))
        throw new Error(`${program} needs ${name}, which its packages do not bring.`);
      found.add(relative(root, path)).add(relative(realRoot, await realpath(path)));
    }
  }
  return found;
}
