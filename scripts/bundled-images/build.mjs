// Makes slipway/hello and slipway/busybox from Debian's static busybox: the first `run` in a new engine needs no network.
import {
  chmod,
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedFolder } from '../lib/cache-folder.mjs';
import { contentHash } from '../lib/content-hash.mjs';
import { debianArchitectures, extractPackages } from '../lib/debian.mjs';
import { stableSuites } from '../lib/suites.mjs';
import { busyboxApplets } from './busybox-applets.mjs';
import { addLayer, writeImageArchive } from './image-archive.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const searchPath = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The archive's name in the cache folder. */
export const bundledImagesFile = 'slipway-images.tar';

/**
 * Where the images for these inputs belong; there or not.
 * @param {{ arch: 'x64' | 'arm64', buildDir: string }} options
 */
export async function bundledImagesFolder({ arch, buildDir }) {
  const own = ['build.mjs', 'busybox-applets.mjs', 'image-archive.mjs', 'busybox', 'hello'];
  const inputs = [
    ...own.map((name) => join('bundled-images', name)),
    'lib/apt-root.mjs',
    'lib/debian.mjs',
    'lib/suites.mjs',
  ];
  const hash = await contentHash(dirname(here), inputs, [arch]);
  return join(buildDir, 'cache', `images-${hash.slice(0, 16)}`);
}

/**
 * Makes `build/cache/images-HASH/slipway-images.tar`, which `docker load` reads, and manifest.json beside it. When it is
 * there already nothing is done. Works for either architecture on any machine: nothing of the images is run.
 * @param {{
 *   arch: 'x64' | 'arm64', buildDir: string, onProgress?: (progress: { message: string }) => void, signal?: AbortSignal
 * }} options
 * @returns {Promise<{ folder: string, file: string, built: boolean }>}
 */
export async function buildBundledImages(options) {
  const target = await bundledImagesFolder(options);
  const { folder, built } = await cachedFolder(target, 'manifest.json', (unfinished) =>
    fill(unfinished, options),
  );
  return { folder, built, file: join(folder, bundledImagesFile) };
}

/**
 * @param {string} folder
 * @param {Parameters<typeof buildBundledImages>[0]} options
 */
async function fill(folder, { arch, buildDir, onProgress, signal }) {
  await mkdir(buildDir, { recursive: true });
  // Not in the temporary folder, which is small on some systems; the bootstrap removes what a killed process leaves.
  const scratch = await mkdtemp(join(buildDir, '.unfinished-images-'));
  try {
    const debian = join(scratch, 'debian');
    const packages = await extractPackages({
      suites: stableSuites,
      packages: ['busybox-static'],
      arch,
      dir: debian,
      onProgress,
      signal,
    });
    onProgress?.({ message: 'packing' });
    const version = packages.find((found) => found.name === 'busybox-static')?.version ?? '';
    const program = join(debian, 'usr/bin/busybox');
    // The package's own time: the same for everybody who builds from the same package, and meaningful in `docker images`.
    const createdAt = new Date(Math.floor((await stat(program)).mtimeMs / 1000) * 1000);
    const layout = join(scratch, 'layout');
    const layer = (/** @type {string} */ root, /** @type {string} */ createdBy) =>
      addLayer(layout, root, { createdAt, createdBy, signal });
    const base = await layer(await baseRoot(scratch, program), `busybox-static ${version} of Debian trixie`);
    const links = await layer(
      await busyboxRoot(scratch, program),
      'links for every applet, /etc, /tmp, /www',
    );
    const hello = await layer(await helloRoot(scratch), 'the greeting');
    const architecture = debianArchitectures[arch];
    const Labels = { 'org.opencontainers.image.licenses': 'GPL-2.0-only AND Apache-2.0' };
    const images = [
      {
        tag: 'slipway/hello:latest',
        architecture,
        layers: [base, hello],
        config: { Entrypoint: ['/bin/hello'], Env: [searchPath], Labels },
      },
      {
        tag: 'slipway/busybox:latest',
        architecture,
        layers: [base, links],
        config: { Cmd: ['sh'], Env: [searchPath], Labels },
      },
    ];
    await writeImageArchive(layout, images, { file: join(folder, bundledImagesFile), createdAt, signal });
    const manifest = { arch, images: images.map(({ tag }) => tag), packages };
    await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * What both images share: the program alone.
 * @param {string} scratch
 * @param {string} program
 */
async function baseRoot(scratch, program) {
  const root = await emptyRoot(join(scratch, 'base'), ['bin']);
  await copyFile(program, join(root, 'bin/busybox'));
  await chmod(join(root, 'bin/busybox'), 0o755);
  return root;
}

/**
 * @param {string} scratch
 * @param {string} program
 */
async function busyboxRoot(scratch, program) {
  const root = await emptyRoot(join(scratch, 'busybox'), [
    'bin',
    'root',
    'tmp',
    'usr',
    'var',
    'etc',
    'www',
    'var/tmp',
  ]);
  await copyTree(join(here, 'busybox'), root);
  await symlink('busybox', join(root, 'bin/sh')).catch(ignoreExisting);
  // The applet "busybox" is the program itself, which the layer below holds: a link here would hide it.
  for (const name of busyboxApplets(await readFile(program)))
    if (name !== 'busybox') await symlink('busybox', join(root, 'bin', name)).catch(ignoreExisting);
  // Scripts look for programs in any of these.
  for (const name of ['sbin', 'usr/bin', 'usr/sbin'])
    await symlink(name.startsWith('usr') ? '../bin' : 'bin', join(root, name));
  await chmod(join(root, 'root'), 0o700);
  for (const name of ['tmp', 'var/tmp']) await chmod(join(root, name), 0o1777);
  return root;
}

/** @param {string} scratch */
async function helloRoot(scratch) {
  const root = await emptyRoot(join(scratch, 'hello'), ['bin']);
  await copyTree(join(here, 'hello'), root);
  return root;
}

/**
 * Makes folders with rights of their own, whatever the builder's umask is.
 * @param {string} root
 * @param {readonly string[]} folders parents first
 */
async function emptyRoot(root, folders) {
  for (const folder of ['', ...folders]) {
    await mkdir(join(root, folder), { recursive: true });
    await chmod(join(root, folder), 0o755);
  }
  return root;
}

/**
 * @param {string} from
 * @param {string} to
 */
async function copyTree(from, to) {
  await cp(from, to, {
    recursive: true,
    filter: async (source, target) => {
      const { mode } = await stat(source);
      if ((mode & 0o170000) === 0o100000) {
        await copyFile(source, target);
        // A clone's files have the rights that the person's umask gave them.
        await chmod(target, mode & 0o100 ? 0o755 : 0o644);
        return false;
      }
      return true;
    },
  });
}

/** @param {NodeJS.ErrnoException} error */
function ignoreExisting(error) {
  if (error.code !== 'EEXIST') throw error;
}
