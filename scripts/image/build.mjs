// Builds the VM image: kernel, initrd, read-only root and manifest, from Debian packages and vm-assets/ alone.
// Nothing of the packages is run, so that arm64 is built on x64 and the other way round.
// Run by itself: node scripts/image/build.mjs [--arch x64|arm64]
import { createHash, X509Certificate } from 'node:crypto';
import {
  chmod,
  copyFile,
  cp,
  lstat,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cachedFolder } from '../lib/cache-folder.mjs';
import { contentHash, fileHash } from '../lib/content-hash.mjs';
import { extractPackages, prune } from '../lib/debian.mjs';
import { hostArchitecture } from '../lib/elf-closure.mjs';
import { printProgress } from '../lib/print-progress.mjs';
import { engineSuite, stableSuites } from '../lib/suites.mjs';
import { prepareTools } from '../lib/tools.mjs';
import { readContents } from './contents.mjs';
import { prepareModules, writeInitrd } from './kernel.mjs';
import { kernelCommandLine } from './kernel-command-line.mjs';

const scripts = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const assets = resolve(scripts, '../vm-assets');

/** Raised, with `guestInterface` in main/vm/guest-image.ts, when the guest's interface to the host changes. */
export const imageVersion = 4;

/**
 * @typedef {object} ImageFile
 * @property {string} name in the image's folder
 * @property {number} size in bytes
 * @property {string} sha256
 */

/**
 * @typedef {object} ImageManifest
 * @property {number} version of the guest's interface to the host
 * @property {'x64' | 'arm64'} arch
 * @property {string} contentHash sha256 over the hashes of kernel, initrd and root, in this order, one a line
 * @property {{ readonly kernel: ImageFile, readonly initrd: ImageFile, readonly root: ImageFile }} files
 * @property {string} kernelRelease
 * @property {{ readonly common: string, readonly tcg: string }} kernelCommandLine recommended; `tcg` is added under TCG
 * @property {{ readonly docker: string, readonly containerd: string, readonly runc: string }} engine versions
 * @property {readonly string[]} authorities that the guest trusts by itself: SHA-256 of each certificate, in hexadecimal digits
 * @property {readonly import('../lib/debian.mjs').DebianPackage[]} packages
 */

/**
 * Where the image for these inputs belongs; there or not.
 * @param {{ arch: 'x64' | 'arm64', buildDir: string }} options
 */
export async function imageFolder({ arch, buildDir }) {
  const inputs = [
    'image',
    'lib/apt-root.mjs',
    'lib/debian.mjs',
    'lib/suites.mjs',
    'lib/tools.mjs',
    '../vm-assets',
  ];
  const hash = await contentHash(scripts, inputs, [arch]);
  return join(resolve(buildDir), 'cache', `image-${arch}-${hash.slice(0, 16)}`);
}

/**
 * Builds the image below `buildDir` or finds it there, and gives its folder, which holds manifest.json (an ImageManifest).
 * @param {{ arch: 'x64' | 'arm64', buildDir: string, onProgress?: (progress: import('../lib/debian.mjs').Progress) => void, signal?: AbortSignal }} options
 * @returns {Promise<{ readonly folder: string, readonly built: boolean }>}
 */
export async function buildImage({ arch, buildDir, onProgress, signal }) {
  const target = await imageFolder({ arch, buildDir });
  return cachedFolder(target, 'manifest.json', async (folder) => {
    const { contents, modules } = await readContents(assets);
    const runTool = await prepareTools({ buildDir, onProgress, signal });
    const tree = join(folder, 'tree');
    await mkdir(tree);
    const packages = await extractPackages({
      suites: [...stableSuites, engineSuite],
      pins: [{ suite: engineSuite.name, packages: contents.engine.map((choice) => choice.name) }],
      packages: [contents.kernel[arch], ...contents.base, ...contents.engine].map((choice) => choice.name),
      without: contents.without.map((choice) => choice.name),
      arch,
      dir: tree,
      onProgress,
      signal,
    });
    onProgress?.({ message: 'choosing kernel modules' });
    const kernel = await prepareModules(tree, modules, runTool);
    await copyFile(join(tree, 'boot', `vmlinuz-${kernel.release}`), join(folder, 'kernel'));
    await chmod(join(folder, 'kernel'), 0o644);
    const initScript = join(assets, 'initrd/init');
    const scratch = join(folder, 'initrd-tree');
    await writeInitrd({ tree, kernel, modules, initScript, file: join(folder, 'initrd'), scratch, runTool });
    onProgress?.({ message: 'putting the root together' });
    const authorities = await assembleRoot(tree, contents, modules);
    onProgress?.({ message: 'compressing the root' });
    await runTool('mkfs.erofs', [
      '--quiet',
      '-zlz4hc',
      // Large pieces: smaller, and fewer reads for the engine's big programs.
      '-C65536',
      '-T0',
      '-Uclear',
      '--all-root',
      join(folder, 'root.erofs'),
      tree,
    ]);
    await rm(tree, { recursive: true });
    /** @type {ImageManifest} */
    const manifest = await describeImage(folder, arch, kernel.release, authorities, packages);
    await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  });
}

/**
 * Turns the unpacked packages into the guest's root. Answers the authorities that it trusts.
 * @param {string} tree
 * @param {import('./contents.mjs').Contents} contents
 * @param {import('./contents.mjs').Modules} modules
 * @returns {Promise<ImageManifest['authorities']>}
 */
async function assembleRoot(tree, contents, modules) {
  const leaveOut = contents.leaveOut.map((pattern) => new RegExp(pattern));
  await prune(tree, '', (path) => !leaveOut.some((pattern) => pattern.test(path)));
  await cp(join(assets, 'root'), tree, { recursive: true });
  for (const name of [
    'data',
    'dev',
    'proc',
    'root',
    'run',
    'sys',
    'tmp',
    'var/lib',
    'var/log',
    'etc/ssl/certs',
  ])
    await mkdir(join(tree, name), { recursive: true });
  await writeFile(join(tree, 'etc/slipway/modules-network'), `${modules.network.join('\n')}\n`);
  await writeFile(join(tree, 'etc/slipway/modules-engine'), `${modules.engine.join('\n')}\n`);

  await symlink('../run', join(tree, 'var/run'));

  // What maintainer scripts would have done: alternatives, and one file of certificates.
  for (const name of ['iptables', 'ip6tables'])
    for (const suffix of ['', '-save', '-restore'])
      await symlink('xtables-nft-multi', join(tree, `usr/sbin/${name}${suffix}`));
  const authorities = join(tree, 'usr/share/ca-certificates/mozilla');
  const certificates = await Promise.all(
    (await readdir(authorities)).sort().map((name) => readFile(join(authorities, name), 'utf8')),
  );
  await writeFile(join(tree, 'etc/ssl/certs/ca-certificates.crt'), certificates.join(''));
  await rm(join(tree, 'usr/share/ca-certificates'), { recursive: true });

  // busybox gives every tool that no package gives.
  const applets = (await readFile(join(assets, 'busybox-applets.txt'), 'utf8')).split(/\s+/).filter(Boolean);
  for (const name of applets) {
    const taken = await Promise.all(
      ['bin', 'sbin'].map((place) => lstat(join(tree, 'usr', place, name)).catch(() => null)),
    );
    if (!taken.some(Boolean)) await symlink('/usr/bin/busybox', join(tree, 'usr/bin', name));
  }
  // Called by these very paths: by the initrd, and by the kernel when it wants a module.
  for (const name of ['init', 'modprobe']) await symlink('../bin/busybox', join(tree, 'usr/sbin', name));

  return certificates.map((text) => createHash('sha256').update(new X509Certificate(text).raw).digest('hex'));
}

/**
 * @param {string} folder
 * @param {'x64' | 'arm64'} arch
 * @param {string} kernelRelease
 * @param {ImageManifest['authorities']} authorities
 * @param {readonly import('../lib/debian.mjs').DebianPackage[]} packages
 * @returns {Promise<ImageManifest>}
 */
async function describeImage(folder, arch, kernelRelease, authorities, packages) {
  const file = async (/** @type {string} */ name) => ({
    name,
    size: (await stat(join(folder, name))).size,
    sha256: await fileHash(join(folder, name)),
  });
  const files = {
    kernel: await file('kernel'),
    initrd: await file('initrd'),
    root: await file('root.erofs'),
  };
  const upstream = (/** @type {string} */ name) => {
    const version = packages.find((entry) => entry.name === name)?.version;
    if (!version) throw new Error(`The image holds no package ${name}: look at vm-assets/packages.json.`);
    return version.replace(/^\d+:/, '').replace(/[+~-].*$/, '');
  };
  const hashes = [files.kernel, files.initrd, files.root].map((entry) => `${entry.sha256}\n`).join('');
  return {
    version: imageVersion,
    arch,
    contentHash: createHash('sha256').update(hashes).digest('hex'),
    files,
    kernelRelease,
    kernelCommandLine: kernelCommandLine(arch),
    engine: { docker: upstream('docker.io'), containerd: upstream('containerd'), runc: upstream('runc') },
    authorities,
    packages,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { arch: { type: 'string' } } });
  const arch = values.arch ?? hostArchitecture();
  if (arch !== 'x64' && arch !== 'arm64') throw new Error(`--arch ${arch}: use x64 or arm64`);
  const { folder } = await buildImage({
    arch,
    buildDir: resolve(scripts, '../build'),
    onProgress: printProgress(`image ${arch}`),
  });
  process.stdout.write(`${folder}\n`);
}
