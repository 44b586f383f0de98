// Makes an image of Debian's docker-registry. It comes with the app as a file, so that `slipway registry start` needs no
// network, and is loaded by that command alone: an engine that is asked for no registry holds none.
import { chmod, copyFile, cp, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addLayer, writeImageArchive } from '../bundled-images/image-archive.mjs';
import { imageIds } from '../bundled-images/image-ids.mjs';
import { cachedFolder } from '../lib/cache-folder.mjs';
import { contentHash } from '../lib/content-hash.mjs';
import { debianArchitectures, extractPackages } from '../lib/debian.mjs';
import { librariesOf } from '../lib/elf-closure.mjs';
import { stableSuites } from '../lib/suites.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const program = 'usr/bin/docker-registry';

/** The archive's name in the cache folder. */
export const registryImageFile = 'slipway-registry.tar';

/** What the image is called once it is loaded. */
export const registryImage = 'slipway/registry:latest';

/**
 * Where the image for these inputs belongs; there or not.
 * @param {{ arch: 'x64' | 'arm64', buildDir: string }} options
 */
export async function registryImageFolder({ arch, buildDir }) {
  const inputs = [
    'registry-image',
    'bundled-images/image-archive.mjs',
    'bundled-images/image-ids.mjs',
    'lib/apt-root.mjs',
    'lib/debian.mjs',
    'lib/elf-closure.mjs',
    'lib/suites.mjs',
  ];
  const hash = await contentHash(dirname(here), inputs, [arch]);
  return join(buildDir, 'cache', `registry-image-${hash.slice(0, 16)}`);
}

/**
 * Makes `build/cache/registry-image-HASH/slipway-registry.tar`, which `docker load` reads, and manifest.json beside it. When it
 * is there already nothing is done. `arch` must be this machine's: the program's libraries are found by its own loader.
 * @param {{
 *   arch: 'x64' | 'arm64', buildDir: string, onProgress?: (progress: { message: string }) => void, signal?: AbortSignal
 * }} options
 * @returns {Promise<{ folder: string, built: boolean }>}
 */
export async function buildRegistryImage(options) {
  const target = await registryImageFolder(options);
  return cachedFolder(target, 'manifest.json', (folder) => fill(folder, options));
}

/**
 * @param {string} folder
 * @param {Parameters<typeof buildRegistryImage>[0]} options
 */
async function fill(folder, { arch, buildDir, onProgress, signal }) {
  await mkdir(buildDir, { recursive: true });
  // Not in the temporary folder, which is small on some systems; the bootstrap removes what a killed process leaves.
  const scratch = await mkdtemp(join(buildDir, '.unfinished-registry-image-'));
  try {
    const tree = join(scratch, 'tree');
    const packages = await extractPackages({
      suites: stableSuites,
      packages: ['docker-registry'],
      // What its service would need: here it is run as it is.
      without: ['adduser', 'init-system-helpers', 'lsb-base', 'sysvinit-utils'],
      arch,
      dir: tree,
      onProgress,
      signal,
    });
    onProgress?.({ message: 'packing' });
    const root = join(scratch, 'root');
    await cp(join(here, 'files'), root, { recursive: true });
    for (const path of [program, ...(await librariesOf(tree, [program], signal))]) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      // Names that lead to other files become these files: the image needs no links but those of the merged /usr.
      await copyFile(join(tree, path), join(root, path));
      await chmod(join(root, path), 0o755);
    }
    await mkdir(join(root, 'usr/lib64'), { recursive: true });
    for (const name of ['lib', 'lib64']) await symlink(`usr/${name}`, join(root, name));
    for (const name of ['tmp', 'var/lib/registry']) await mkdir(join(root, name), { recursive: true });
    const createdAt = new Date(Math.floor((await stat(join(tree, program))).mtimeMs / 1000) * 1000);
    const layout = join(scratch, 'layout');
    const version = packages.find((found) => found.name === 'docker-registry')?.version ?? '';
    const layer = await addLayer(layout, root, {
      createdAt,
      createdBy: `docker-registry ${version} of Debian trixie`,
      signal,
    });
    const image = {
      tag: registryImage,
      architecture: debianArchitectures[arch],
      layers: [layer],
      config: {
        Entrypoint: [`/${program}`],
        Cmd: ['serve', '/etc/docker/registry/config.yml'],
        ExposedPorts: { '5000/tcp': {} },
        Labels: { 'org.opencontainers.image.licenses': 'Apache-2.0 AND LGPL-2.1-or-later' },
      },
    };
    const file = join(folder, registryImageFile);
    await writeImageArchive(layout, [image], { file, createdAt, signal });
    const manifest = { arch, ids: await imageIds(file, registryImage, signal), packages };
    await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
