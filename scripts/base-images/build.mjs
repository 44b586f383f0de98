// Makes slipway/debian and slipway/python, to build images on without Docker Hub: Debian as its slim images are, and on top
// Python with pip and Flask. They are no part of the app, which would be three times as large to download: whoever builds
// from a Dockerfile has a network as a rule, and the hub's own images then do as well.
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addLayer, writeImageArchive } from '../bundled-images/image-archive.mjs';
import { debianArchitectures, prepareApt } from '../lib/apt-root.mjs';
import { cachedFolder } from '../lib/cache-folder.mjs';
import { contentHash } from '../lib/content-hash.mjs';
import { prune } from '../lib/debian.mjs';
import { stableSuites } from '../lib/suites.mjs';
import { finishCertificates, finishDebian, isKept, refuseUnmerged } from './finish-root.mjs';
import { installPackages, statusFile } from './install-packages.mjs';

const here = dirname(fileURLToPath(import.meta.url));

/** The archive's name in the cache folder. */
export const baseImagesFile = 'base-images.tar';

/** What Debian calls essential, and what installs more. */
const debianPackages = [
  ...[
    'base-files',
    'base-passwd',
    'bash',
    'bsdutils',
    'coreutils',
    'dash',
    'debianutils',
    'diffutils',
    'dpkg',
  ],
  ...['findutils', 'grep', 'gzip', 'hostname', 'init-system-helpers', 'libc-bin', 'mawk', 'ncurses-base'],
  ...['ncurses-bin', 'passwd', 'perl-base', 'sed', 'sysvinit-utils', 'tar', 'util-linux'],
  ...['apt', 'debian-archive-keyring', 'tzdata'],
];
const pythonPackages = ['python3', 'python3-pip', 'python3-flask'];

const searchPath = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** A container is one program's own: there is no system to protect from pip. */
const pythonEnvironment = ['LANG=C.UTF-8', 'PIP_BREAK_SYSTEM_PACKAGES=1', 'PIP_ROOT_USER_ACTION=ignore'];

/**
 * Where the images for these inputs belong; there or not.
 * @param {{ arch: 'x64' | 'arm64', buildDir: string }} options
 */
export async function baseImagesFolder({ arch, buildDir }) {
  const own = ['build.mjs', 'finish-root.mjs', 'install-packages.mjs'].map((name) =>
    join('base-images', name),
  );
  const inputs = [
    ...own,
    'bundled-images/image-archive.mjs',
    'lib/apt-root.mjs',
    'lib/debian.mjs',
    'lib/suites.mjs',
  ];
  const hash = await contentHash(dirname(here), inputs, [arch]);
  return join(buildDir, 'cache', `base-images-${hash.slice(0, 16)}`);
}

/**
 * Makes `build/cache/base-images-HASH/base-images.tar`, which `docker load` reads, and manifest.json beside it. When it is
 * there already nothing is done. Works for either architecture on any machine with apt: nothing of the packages is run.
 * @param {{
 *   arch: 'x64' | 'arm64', buildDir: string, onProgress?: (progress: { message: string }) => void, signal?: AbortSignal
 * }} options
 * @returns {Promise<{ folder: string, file: string, built: boolean }>}
 */
export async function buildBaseImages(options) {
  const target = await baseImagesFolder(options);
  const { folder, built } = await cachedFolder(target, 'manifest.json', (unfinished) =>
    fill(unfinished, options),
  );
  return { folder, built, file: join(folder, baseImagesFile) };
}

/**
 * @param {string} folder
 * @param {Parameters<typeof buildBaseImages>[0]} options
 */
async function fill(folder, { arch, buildDir, onProgress, signal }) {
  await mkdir(buildDir, { recursive: true });
  // Not in the temporary folder, which is small on some systems; the bootstrap removes what a killed process leaves.
  const scratch = await mkdtemp(join(buildDir, '.unfinished-base-images-'));
  try {
    const aptFolder = join(scratch, 'apt');
    const archives = join(aptFolder, 'archives');
    const apt = await prepareApt(aptFolder, {
      suites: stableSuites,
      packages: [],
      arch,
      dir: scratch,
      onProgress,
      signal,
    });
    const download = (/** @type {readonly string[]} */ names) =>
      apt('download', ['install', '--download-only', '--yes', '--no-install-recommends', ...names]);
    await apt('update', ['update']);

    await download(debianPackages);
    const debian = join(scratch, 'debian');
    const below = await installPackages(archives, debian, { onProgress, signal });
    await finishDebian(debian);
    await prune(debian, '', isKept);
    const installed = await readFile(join(debian, statusFile), 'utf8');

    // What the layer below has is installed as apt sees it: only the rest is fetched.
    await writeFile(join(aptFolder, 'status'), installed);
    await rm(archives, { recursive: true });
    await mkdir(join(archives, 'partial'), { recursive: true });
    await download(pythonPackages);
    const python = join(scratch, 'python');
    const above = await installPackages(archives, python, { installed, onProgress, signal });
    await finishCertificates(python);
    await prune(python, '', isKept);
    await refuseUnmerged(python);

    onProgress?.({ message: 'packing' });
    // The release's own time: the same for everybody who builds from the same packages.
    const { mtimeMs } = await stat(join(debian, 'usr/lib/os-release'));
    const createdAt = new Date(Math.floor(mtimeMs / 1000) * 1000);
    const layout = join(scratch, 'layout');
    const versionOf = (/** @type {string} */ name) =>
      [...below, ...above].find((found) => found.name === name)?.version ?? '';
    const layer = (/** @type {string} */ root, /** @type {string} */ createdBy) =>
      addLayer(layout, root, { createdAt, createdBy, signal });
    const base = await layer(
      debian,
      `base-files ${versionOf('base-files')} of Debian trixie and what is essential`,
    );
    const flask = await layer(
      python,
      `python3-flask ${versionOf('python3-flask')}, python3-pip and what they need`,
    );
    const architecture = debianArchitectures[arch];
    const images = [
      {
        tag: 'slipway/debian:latest',
        architecture,
        layers: [base],
        config: { Cmd: ['bash'], Env: [searchPath] },
      },
      {
        tag: 'slipway/python:latest',
        architecture,
        layers: [base, flask],
        config: { Cmd: ['python3'], Env: [searchPath, ...pythonEnvironment] },
      },
    ];
    await writeImageArchive(layout, images, { file: join(folder, baseImagesFile), createdAt, signal });
    const manifest = { arch, images: images.map(({ tag }) => tag), packages: [...below, ...above] };
    await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
