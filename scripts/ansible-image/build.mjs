// Makes slipway/ansible, in which playbooks run against the engine so that this computer needs no Python: Ansible and its
// community.docker collection from Debian's packages on slipway/python, whose layers it shares, and the docker client with
// compose and buildx that comes with Slipway, since the collection's modules call it. No part of the app: it would be several
// times as large to download.
import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { baseImagesFolder, buildBaseImages } from '../base-images/build.mjs';
import { isKept, refuseUnmerged } from '../base-images/finish-root.mjs';
import { installPackages, statusFile } from '../base-images/install-packages.mjs';
import { addLayer, writeImageArchive } from '../bundled-images/image-archive.mjs';
import { imageIds } from '../bundled-images/image-ids.mjs';
import { buildClient, clientFolder } from '../client/build.mjs';
import { debianArchitectures, prepareApt } from '../lib/apt-root.mjs';
import { cachedFolder } from '../lib/cache-folder.mjs';
import { contentHash } from '../lib/content-hash.mjs';
import { prune } from '../lib/debian.mjs';
import { runCommand } from '../lib/run-command.mjs';
import { stableSuites } from '../lib/suites.mjs';
import { readBase } from './read-base.mjs';

const here = dirname(fileURLToPath(import.meta.url));

/** The archive's name in the cache folder. */
export const ansibleImageFile = 'slipway-ansible.tar';

/** What the image is called once it is loaded. */
export const ansibleImage = 'slipway/ansible:latest';

const base = 'slipway/python:latest';
/** The Docker SDK is for the collection's modules about swarms; the others need what it needs. */
const packages = ['ansible-core', 'python3-docker'];

/**
 * Of Debian's package of all collections (250 MB) the one about Docker, and what that needs. The package is not entered in the
 * image's list, for it is not there.
 */
const collections = ['community/docker', 'community/library_inventory_filtering_v1'];
const collectionsFolder = 'usr/lib/python3/dist-packages/ansible_collections';

/** Beside what the base has. A home of its own: the user's, which may be shared under this very name, is not to be read or written. */
const environment = [
  'HOME=/var/lib/slipway-ansible',
  // Without an inventory there is this host alone, as for `docker` there is this engine: nothing to warn of.
  'ANSIBLE_LOCALHOST_WARNING=False',
  'ANSIBLE_INVENTORY_UNPARSED_WARNING=False',
];

/**
 * Where the image for these inputs belongs; there or not.
 * @param {{ arch: 'x64' | 'arm64', buildDir: string }} options
 */
export async function ansibleImageFolder(options) {
  const parts = await Promise.all([baseImagesFolder(options), clientFolder(options)]);
  const hash = await contentHash(
    dirname(here),
    ['ansible-image', 'bundled-images/image-ids.mjs'],
    parts.map((path) => basename(path)),
  );
  return join(options.buildDir, 'cache', `ansible-image-${hash.slice(0, 16)}`);
}

/**
 * Makes `build/cache/ansible-image-HASH/slipway-ansible.tar`, which `docker load` reads, and manifest.json beside it; before that
 * the base images and the docker client, where they are missing. When it is there already nothing is done. Works for either
 * architecture on any machine with apt: nothing of the packages is run.
 * @param {{
 *   arch: 'x64' | 'arm64', buildDir: string, onProgress?: (progress: { message: string }) => void, signal?: AbortSignal
 * }} options
 * @returns {Promise<{ folder: string, file: string, built: boolean }>}
 */
export async function buildAnsibleImage(options) {
  const target = await ansibleImageFolder(options);
  const { folder, built } = await cachedFolder(target, 'manifest.json', (unfinished) =>
    fill(unfinished, options),
  );
  return { folder, built, file: join(folder, ansibleImageFile) };
}

/**
 * @param {string} folder
 * @param {Parameters<typeof buildAnsibleImage>[0]} options
 */
async function fill(folder, options) {
  const { arch, buildDir, onProgress, signal } = options;
  const { file: baseFile } = await buildBaseImages(options);
  const { folder: client } = await buildClient(options);
  // Not in the temporary folder, which is small on some systems; the bootstrap removes what a killed process leaves.
  const scratch = await mkdtemp(join(buildDir, '.unfinished-ansible-image-'));
  try {
    const layout = join(scratch, 'layout');
    const below = await readBase(baseFile, base, layout, signal);
    const root = join(scratch, 'root');
    const { installed, collectionsVersion } = await install(scratch, root, below.installed, options);
    await addClient(client, root);
    await cp(join(here, 'files'), root, { recursive: true });
    await mkdir(join(root, 'var/lib/slipway-ansible'), { recursive: true });
    await prune(root, '', isKept);
    await refuseUnmerged(root);

    onProgress?.({ message: 'packing' });
    const { createdAt } = below;
    const core = installed.find(({ name }) => name === 'ansible-core')?.version ?? '';
    const createdBy = `ansible-core ${core}, collections of ansible ${collectionsVersion}, and the docker client`;
    const layer = await addLayer(layout, root, { createdAt, createdBy, signal });
    const image = {
      tag: ansibleImage,
      architecture: debianArchitectures[arch],
      layers: [...below.layers, layer],
      config: {
        Entrypoint: ['ansible-playbook'],
        Cmd: ['--help'],
        Env: [...below.environment, ...environment],
        Labels: { 'org.opencontainers.image.licenses': 'GPL-3.0-or-later AND Apache-2.0' },
      },
    };
    const file = join(folder, ansibleImageFile);
    await writeImageArchive(layout, [image], { file, createdAt, signal });
    const { size: bytes } = await stat(file);
    const manifest = {
      arch,
      image: ansibleImage,
      ids: await imageIds(file, ansibleImage, signal),
      bytes,
      packages: installed,
      collections,
      collectionsVersion,
    };
    await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * Fills `root` with the packages that the base lacks, and with the collections.
 * @param {string} scratch
 * @param {string} root
 * @param {string} below the base's list of what is installed
 * @param {Parameters<typeof buildAnsibleImage>[0]} options
 */
async function install(scratch, root, below, { arch, onProgress, signal }) {
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
  const download = async (/** @type {readonly string[]} */ names, /** @type {string} */ there) => {
    // What a layer below has is installed as apt sees it: only the rest is fetched.
    await writeFile(join(aptFolder, 'status'), there);
    await rm(archives, { recursive: true, force: true });
    await mkdir(join(archives, 'partial'), { recursive: true });
    await apt('download', ['install', '--download-only', '--yes', '--no-install-recommends', ...names]);
  };
  await apt('update', ['update']);
  await download(packages, below);
  const installed = await installPackages(archives, root, { installed: below, onProgress, signal });

  await download(['ansible'], await readFile(join(root, statusFile), 'utf8'));
  onProgress?.({ message: 'unpacking the collections' });
  const file = (await readdir(archives)).find((name) => name.startsWith('ansible_')) ?? '';
  const wanted = [
    ...collections.map((name) => `./${collectionsFolder}/${name}`),
    './usr/share/doc/ansible/copyright',
  ];
  const script =
    'set -o pipefail; archive=$1 root=$2; shift 2; ' +
    'dpkg-deb --fsys-tarfile "$archive" | tar --extract --no-same-owner --directory "$root" "$@"';
  await runCommand('bash', ['-c', script, 'unpack', join(archives, file), root, ...wanted], { signal });
  const version = await runCommand('dpkg-deb', ['--field', join(archives, file), 'Version'], { signal });
  return { installed, collectionsVersion: version.trim() };
}

/**
 * Puts the docker client where it looks for its plugins, with its licences.
 * @param {string} client
 * @param {string} root
 */
async function addClient(client, root) {
  const plugins = 'usr/libexec/docker/cli-plugins';
  await mkdir(join(root, plugins), { recursive: true });
  await copyFile(join(client, 'docker'), join(root, 'usr/bin/docker'));
  for (const name of await readdir(join(client, 'cli-plugins')))
    await copyFile(join(client, 'cli-plugins', name), join(root, plugins, name));
  for (const name of await readdir(join(client, 'licences'))) {
    await mkdir(join(root, 'usr/share/doc', name), { recursive: true });
    await copyFile(join(client, 'licences', name), join(root, 'usr/share/doc', name, 'copyright'));
  }
}
