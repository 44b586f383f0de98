// Unpacks packages into a root and enters them in its list of what is installed, as dpkg would, without running any of their
// scripts: dpkg, apt and whoever looks for packages in an image find them there.
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../lib/run-command.mjs';

/** Below a root: dpkg's list, and what it keeps of each package. */
export const statusFile = 'var/lib/dpkg/status';
const infoFolder = 'var/lib/dpkg/info';

/** @typedef {{ readonly name: string, readonly version: string, readonly architecture: string }} Installed */

/**
 * Unpacks every package of a folder into `root`. The root's list of what is installed begins with `installed`, the list of
 * the layers below it.
 * @param {string} archives a folder of .deb files
 * @param {string} root made when missing
 * @param {{ installed?: string, onProgress?: (progress: { message: string }) => void, signal?: AbortSignal | undefined }} options
 * @returns {Promise<Installed[]>} sorted by name
 */
export async function installPackages(archives, root, { installed = '', onProgress, signal }) {
  const info = join(root, infoFolder);
  await mkdir(info, { recursive: true });
  const files = (await readdir(archives)).filter((name) => name.endsWith('.deb')).sort();
  /** @type {Installed[]} */
  const packages = [];
  let status = installed;
  for (const file of files) {
    onProgress?.({ message: `unpacking ${file.split('_')[0]}` });
    const archive = join(archives, file);
    const names = await unpack(archive, root, signal);
    const control = await enterInfo(archive, info, names, signal);
    status += statusEntry(control);
    packages.push({
      name: fieldOf(control, 'Package'),
      version: fieldOf(control, 'Version'),
      architecture: fieldOf(control, 'Architecture'),
    });
  }
  await writeFile(join(root, statusFile), status);
  await writeFile(join(info, 'format'), '1\n');
  return packages.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/**
 * A package's entry in dpkg's list: what the package says of itself, and that it is installed.
 * @param {string} control
 */
export function statusEntry(control) {
  const lines = control.trimEnd().split('\n');
  const at = lines.findIndex((line) => line.startsWith('Package:')) + 1;
  return `${[...lines.slice(0, at), 'Status: install ok installed', ...lines.slice(at)].join('\n')}\n\n`;
}

/**
 * A list of files as dpkg keeps it, from what tar calls them.
 * @param {string} listing
 */
export function fileList(listing) {
  const names = listing.split('\n').filter((name) => name !== '');
  return `${names.map((name) => (name === './' ? '/.' : name.replace(/^\./, '').replace(/\/$/, ''))).join('\n')}\n`;
}

/**
 * @param {string} control
 * @param {string} field
 */
function fieldOf(control, field) {
  return new RegExp(`^${field}: *(.*)$`, 'm').exec(control)?.[1]?.trim() ?? '';
}

/**
 * @param {string} archive
 * @param {string} root
 * @param {AbortSignal | undefined} signal
 */
async function unpack(archive, root, signal) {
  // A pipe of the shell's, so that the bytes do not pass through this process; names go in as arguments, never as text.
  const script =
    'set -o pipefail; dpkg-deb --fsys-tarfile "$1" | tar --extract --verbose --quoting-style=literal ' +
    '--keep-directory-symlink --preserve-permissions --no-same-owner --directory "$2"';
  return runCommand('bash', ['-c', script, 'unpack', archive, root], {
    signal,
    env: { ...process.env, LC_ALL: 'C' },
  });
}

/**
 * Puts what belongs to a package's entry into dpkg's folder; gives the package's own description.
 * @param {string} archive
 * @param {string} info
 * @param {string} names
 * @param {AbortSignal | undefined} signal
 */
async function enterInfo(archive, info, names, signal) {
  const scratch = await mkdtemp(join(info, '.entering-'));
  try {
    await runCommand('dpkg-deb', ['--control', archive, scratch], { signal });
    const control = await readFile(join(scratch, 'control'), 'utf8');
    const isOneOfSeveral = fieldOf(control, 'Multi-Arch') === 'same';
    const name = fieldOf(control, 'Package') + (isOneOfSeveral ? `:${fieldOf(control, 'Architecture')}` : '');
    for (const file of await readdir(scratch))
      if (file !== 'control') await rename(join(scratch, file), join(info, `${name}.${file}`));
    await writeFile(join(info, `${name}.list`), fileList(names));
    return control;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
