// Programs that the build needs and that the machine may lack or have too old, unpacked from Debian and run in place.
import { writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedFolder } from './cache-folder.mjs';
import { contentHash } from './content-hash.mjs';
import { extractPackages } from './debian.mjs';
import { hostArchitecture, runtimes } from './elf-closure.mjs';
import { runCommand } from './run-command.mjs';
import { stableSuites } from './suites.mjs';

const library = dirname(fileURLToPath(import.meta.url));

/** Programs, by the name they are called by: depmod is one of kmod's. */
const programs = Object.freeze({
  cpio: 'usr/bin/cpio',
  depmod: 'usr/bin/kmod',
  'mkfs.erofs': 'usr/bin/mkfs.erofs',
  xz: 'usr/bin/xz',
});

/** @typedef {(name: keyof typeof programs, commandArguments: readonly string[], options?: Parameters<typeof runCommand>[2]) => Promise<string>} RunTool */

/**
 * Makes the tools ready below `buildDir` and gives a function that runs one of them (as runCommand does).
 * @param {{ buildDir: string, onProgress?: (progress: import('./debian.mjs').Progress) => void, signal?: AbortSignal }} options
 * @returns {Promise<RunTool>}
 */
export async function prepareTools({ buildDir, onProgress, signal }) {
  const arch = hostArchitecture();
  const hash = await contentHash(library, ['tools.mjs', 'suites.mjs'], [arch]);
  const target = join(resolve(buildDir), 'cache', `tools-${hash.slice(0, 16)}`);
  const { folder } = await cachedFolder(target, 'packages.json', async (unfinished) => {
    const packages = await extractPackages({
      suites: stableSuites,
      packages: ['cpio', 'erofs-utils', 'kmod', 'xz-utils'],
      without: ['openssl-provider-legacy'],
      arch,
      dir: unfinished,
      keep: (path) =>
        !/^(etc|usr\/share\/(?!doc$)[^/]+|usr\/share\/doc\/[^/]+\/(?!copyright)[^/]+)$/.test(path),
      onProgress,
      signal,
    });
    await writeFile(join(unfinished, 'packages.json'), `${JSON.stringify(packages, null, 2)}\n`);
  });
  const { loader, libraries } = runtimes[arch];
  return (name, commandArguments, options) => {
    const own = ['--library-path', join(folder, libraries), '--argv0', name, join(folder, programs[name])];
    return runCommand(join(folder, loader), [...own, ...commandArguments], { signal, ...options });
  };
}
