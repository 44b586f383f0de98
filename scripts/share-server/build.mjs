// Builds the program that shows folders of the host to the guest: Debian's virtiofsd with the libraries that it loads, and
// busybox, which makes the namespaces that it runs in. Run by itself: node scripts/share-server/build.mjs
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedFolder } from '../lib/cache-folder.mjs';
import { contentHash } from '../lib/content-hash.mjs';
import { extractPackages, prune } from '../lib/debian.mjs';
import { librariesOf, runtimes } from '../lib/elf-closure.mjs';
import { printProgress } from '../lib/print-progress.mjs';
import { runCommand } from '../lib/run-command.mjs';
import { engineSuite, stableSuites } from '../lib/suites.mjs';

const runtime = runtimes.x64;

const scripts = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const programs = Object.freeze({ server: 'usr/libexec/virtiofsd', busybox: 'usr/bin/busybox' });

/**
 * @typedef {object} ShareServerManifest how to start it; paths are relative to the manifest's folder
 * @property {string} version such as 1.14.0
 * @property {string} loader run this, with `--library-path`, `libraryPath`, then the program and its arguments
 * @property {string} libraryPath
 * @property {{ readonly server: string, readonly busybox: string }} binaries busybox is static and run by itself
 * @property {readonly import('../lib/debian.mjs').DebianPackage[]} packages
 */

/**
 * Where the server for these inputs belongs; there or not.
 * @param {{ buildDir: string }} options
 */
export async function shareServerFolder({ buildDir }) {
  const hash = await contentHash(
    scripts,
    ['share-server', 'lib/apt-root.mjs', 'lib/debian.mjs', 'lib/elf-closure.mjs', 'lib/suites.mjs'],
    ['x64'],
  );
  return join(resolve(buildDir), 'cache', `share-server-${hash.slice(0, 16)}`);
}

/**
 * Builds the server below `buildDir` or finds it there, and gives its folder, which holds manifest.json (a
 * ShareServerManifest). Throws when the packages cannot be had, or when what was built does not run.
 * @param {{ buildDir: string, onProgress?: (progress: import('../lib/debian.mjs').Progress) => void, signal?: AbortSignal }} options
 * @returns {Promise<{ readonly folder: string, readonly built: boolean }>}
 */
export async function buildShareServer({ buildDir, onProgress, signal }) {
  const target = await shareServerFolder({ buildDir });
  return cachedFolder(target, 'manifest.json', async (folder) => {
    const tree = join(folder, 'tree');
    await mkdir(tree);
    const packages = await extractPackages({
      suites: [...stableSuites, engineSuite],
      // Older ones cannot hand over what a guest has open when its memory is saved, or not all of it.
      pins: [{ suite: engineSuite.name, packages: ['virtiofsd'] }],
      packages: ['virtiofsd', 'busybox-static'],
      // It maps users by itself, and only the one that it runs as.
      without: ['uidmap'],
      arch: 'x64',
      dir: tree,
      onProgress,
      signal,
    });
    const wanted = new Set([
      ...Object.values(programs),
      ...(await librariesOf(tree, [programs.server], signal)),
    ]);
    const folders = new Set();
    for (const path of wanted) for (let up = dirname(path); up !== '.'; up = dirname(up)) folders.add(up);
    const isLicence = (/** @type {string} */ path) =>
      /^usr\/share(\/doc(\/[^/]+(\/copyright)?)?)?$/.test(path);
    await prune(tree, '', (path) => wanted.has(path) || folders.has(path) || isLicence(path));
    await rename(join(tree, 'usr'), join(folder, 'usr'));
    await rm(tree, { recursive: true });
    /** @type {Omit<ShareServerManifest, 'version'>} */
    const manifest = {
      loader: runtime.loader,
      libraryPath: runtime.libraries,
      binaries: programs,
      packages,
    };
    const version = await tryVersion(folder, signal);
    await writeFile(join(folder, 'manifest.json'), `${JSON.stringify({ version, ...manifest }, null, 2)}\n`);
  });
}

/**
 * @param {string} folder
 * @param {AbortSignal | undefined} signal
 */
async function tryVersion(folder, signal) {
  const libraries = ['--library-path', join(folder, runtime.libraries)];
  const text = await runCommand(
    join(folder, runtime.loader),
    [...libraries, join(folder, programs.server), '--version'],
    { signal, timeoutMs: 30_000 },
  );
  const version = /virtiofsd (\d+\.\d+\.\d+)/.exec(text)?.[1];
  if (!version)
    throw new Error(
      'The virtiofsd that was built does not tell its version: remove build/cache and try again.',
    );
  return version;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const buildDir = resolve(scripts, '../build');
  const { folder } = await buildShareServer({ buildDir, onProgress: printProgress('Share server') });
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  process.stdout.write(`virtiofsd ${manifest.version} in ${folder}\n`);
}
