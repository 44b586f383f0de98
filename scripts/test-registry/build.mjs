// Makes an image of Debian's docker-registry for the end-to-end tests: pulls and pushes need a registry that is there on
// every machine, whatever its network. It is loaded into the tests' own engine and is no part of the app.
import { chmod, copyFile, cp, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addLayer, writeImageArchive } from '../bundled-images/image-archive.mjs';
import { cachedFolder } from '../lib/cache-folder.mjs';
import { contentHash } from '../lib/content-hash.mjs';
import { debianArchitectures, extractPackages } from '../lib/debian.mjs';
import { librariesOf } from '../lib/elf-closure.mjs';
import { stableSuites } from '../lib/suites.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const program = 'usr/bin/docker-registry';

/** The archive's name in the cache folder. */
export const testRegistryFile = 'test-registry.tar';

/** What the image is called once it is loaded. */
export const testRegistryImage = 'slipway/test-registry:latest';

/**
 * Where the image for these inputs belongs; there or not.
 * @param {{ arch: 'x64' | 'arm64', buildDir: string }} options
 */
export async function testRegistryFolder({ arch, buildDir }) {
  const inputs = [
    'test-registry',
    'bundled-images/image-archive.mjs',
    'lib/apt-root.mjs',
    'lib/debian.mjs',
    'lib/elf-closure.mjs',
    'lib/suites.mjs',
  ];
  const hash = await contentHash(dirname(here), inputs, [arch]);
  return join(buildDir, 'cache', `test-registry-${hash.slice(0, 16)}`);
}

/**
 * Makes `build/cache/test-registry-HASH/test-registry.tar`, which `docker load` reads, and manifest.json beside it. When it
 * is there already nothing is done. `arch` must be this machine's: the program's libraries are found by its own loader.
 * @param {{
 *   arch: 'x64' | 'arm64', buildDir: string, onProgress?: (progress: { message: string }) => void, signal?: AbortSignal
 * }} options
 * @returns {Promise<{ folder: string, built: boolean }>}
 */
export async function buildTestRegistry(options) {
  const target = await testRegistryFolder(options);
  return cachedFolder(target, 'manifest.json', (folder) => fill(folder, options));
}

/**
 * @param {string} folder
 * @param {Parameters<typeof buildTestRegistry>[0]} options
 */
async function fill(folder, { arch, buildDir, onProgress, signal }) {
  await mkdir(buildDir, { recursive: true });
  // Not in the temporary folder, which is small on some systems; the bootstrap removes what a killed process leaves.
  const scratch = await mkdtemp(join(buildDir, '.unfinished-test-registry-'));
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
      tag: testRegistryImage,
      architecture: debianArchitectures[arch],
      layers: [layer],
      config: { Entrypoint: [`/${program}`], Cmd: ['serve', '/etc/docker/registry/config.yml'] },
    };
    await writeImageArchive(layout, [image], { file: join(folder, testRegistryFile), createdAt, signal });
    await writeFile(join(folder, 'manifest.json'), `${JSON.stringify({ arch, packages }, null, 2)}\n`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
