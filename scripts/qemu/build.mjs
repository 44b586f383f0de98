// Builds the bundled QEMU: Debian's own, with every library and firmware file that it loads, so that nothing is asked of
// the host. Run by itself: node scripts/qemu/build.mjs
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedFolder } from '../lib/cache-folder.mjs';
import { contentHash } from '../lib/content-hash.mjs';
import { extractPackages, prune } from '../lib/debian.mjs';
import { librariesOf, runtimes } from '../lib/elf-closure.mjs';
import { printProgress } from '../lib/print-progress.mjs';
import { runCommand } from '../lib/run-command.mjs';
import { emulatorSuite, stableSuites } from '../lib/suites.mjs';

const runtime = runtimes.x64;

const scripts = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const programs = Object.freeze({ system: 'usr/bin/qemu-system-x86_64', img: 'usr/bin/qemu-img' });

/** Firmware that a guest started with -kernel on q35, pc or microvm loads, with virtio devices only. */
const firmware = [
  'usr/share/seabios/bios-256k.bin',
  'usr/share/seabios/bios-microvm.bin',
  'usr/share/qemu/efi-virtio.rom',
  'usr/share/qemu/kvmvapic.bin',
  'usr/share/qemu/linuxboot_dma.bin',
  'usr/share/qemu/multiboot_dma.bin',
  'usr/share/qemu/pvh.bin',
  'usr/share/qemu/qboot.rom',
];

/** What maintainer scripts would need; none is run. */
const withoutPackages = [
  'adduser',
  'passwd',
  'login.defs',
  'base-passwd',
  'debconf',
  'openssl-provider-legacy',
  'libasound2-data',
];

/**
 * @typedef {object} QemuManifest how to start the bundled QEMU; paths are relative to the manifest's folder
 * @property {string} version such as 11.1.3
 * @property {string} loader run this, with `--library-path`, `libraryPath`, then the program and its arguments
 * @property {string} libraryPath
 * @property {readonly string[]} firmwareDirs one -L option for each
 * @property {{ readonly system: string, readonly img: string }} binaries
 * @property {readonly import('../lib/debian.mjs').DebianPackage[]} packages
 */

/**
 * Where QEMU for these inputs belongs; there or not.
 * @param {{ buildDir: string }} options
 */
export async function qemuFolder({ buildDir }) {
  const hash = await contentHash(
    scripts,
    ['qemu', 'lib/apt-root.mjs', 'lib/debian.mjs', 'lib/elf-closure.mjs', 'lib/suites.mjs'],
    ['x64'],
  );
  return join(resolve(buildDir), 'cache', `qemu-${hash.slice(0, 16)}`);
}

/**
 * Builds QEMU below `buildDir` or finds it there, and gives its folder, which holds manifest.json (a QemuManifest).
 * Throws when the packages cannot be had, or when what was built does not run.
 * @param {{ buildDir: string, onProgress?: (progress: import('../lib/debian.mjs').Progress) => void, signal?: AbortSignal }} options
 * @returns {Promise<{ readonly folder: string, readonly built: boolean }>}
 */
export async function buildQemu({ buildDir, onProgress, signal }) {
  const target = await qemuFolder({ buildDir });
  return cachedFolder(target, 'manifest.json', async (folder) => {
    const tree = join(folder, 'tree');
    await mkdir(tree);
    const packages = await extractPackages({
      suites: [...stableSuites, emulatorSuite],
      pins: [{ suite: emulatorSuite.name, packages: ['qemu*', 'seabios', 'ipxe-qemu'] }],
      packages: ['qemu-system-x86', 'qemu-utils'],
      without: withoutPackages,
      arch: 'x64',
      dir: tree,
      onProgress,
      signal,
    });
    await keepWhatRuns(tree, signal);
    await rename(join(tree, 'usr'), join(folder, 'usr'));
    await rm(tree, { recursive: true });
    /** @type {Omit<QemuManifest, 'version'>} */
    const manifest = {
      loader: runtime.loader,
      libraryPath: runtime.libraries,
      firmwareDirs: ['usr/share/qemu', 'usr/share/seabios'],
      binaries: programs,
      packages,
    };
    const version = await tryVersion(folder, signal);
    await writeFile(join(folder, 'manifest.json'), `${JSON.stringify({ version, ...manifest }, null, 2)}\n`);
  });
}

/**
 * Removes all but the programs, what they load, and the packages' licences.
 * @param {string} tree
 * @param {AbortSignal | undefined} signal
 */
async function keepWhatRuns(tree, signal) {
  const wanted = new Set([
    ...Object.values(programs),
    ...firmware,
    ...(await librariesOf(tree, Object.values(programs), signal)),
  ]);
  const folders = new Set();
  for (const path of wanted) for (let up = dirname(path); up !== '.'; up = dirname(up)) folders.add(up);
  await prune(
    tree,
    '',
    (path) => wanted.has(path) || folders.has(path) || /^usr\/share\/doc(\/[^/]+(\/copyright)?)?$/.test(path),
  );
}

/**
 * @param {string} folder
 * @param {AbortSignal | undefined} signal
 */
async function tryVersion(folder, signal) {
  /** @type {string[]} */
  const versions = [];
  for (const program of Object.values(programs)) {
    const commandArguments = [
      '--library-path',
      join(folder, runtime.libraries),
      join(folder, program),
      '--version',
    ];
    const text = await runCommand(join(folder, runtime.loader), commandArguments, {
      signal,
      timeoutMs: 30_000,
    });
    versions.push(/version (\d+\.\d+\.\d+)/.exec(text)?.[1] ?? '');
  }
  const [version = ''] = versions;
  if (!version || versions.some((other) => other !== version))
    throw new Error(
      `The QEMU that was built does not tell one version (${versions.join(', ')}): remove build/cache and try again.`,
    );
  return version;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const buildDir = resolve(scripts, '../build');
  const { folder } = await buildQemu({ buildDir, onProgress: printProgress('QEMU') });
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  process.stdout.write(`QEMU ${manifest.version} in ${folder}\n`);
}
