// Unpacks Debian packages, with what they depend on, into a folder: apt chooses and checks them, nothing of them is run.
// Needs no root, touches nothing of the machine's own packages, and takes foreign architectures as they come.
import { lstat, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareApt } from './apt-root.mjs';
import { runCommand } from './run-command.mjs';

export { debianArchitectures } from './apt-root.mjs';

/**
 * @typedef {object} Suite
 * @property {string} name such as trixie or trixie-backports
 * @property {boolean} [mayBeStale] take it although its index is past its date (signatures are checked all the same)
 * @property {boolean} [security] it lives in the security archive; left out where the machine has none configured
 */

/**
 * @typedef {object} Pin takes some packages from another suite than the first
 * @property {string} suite
 * @property {readonly string[]} packages names; apt's patterns are allowed, such as qemu*
 */

/**
 * @typedef {object} DebianPackage
 * @property {string} name
 * @property {string} version
 * @property {string} architecture
 * @property {string} suite
 * @property {number} installedSizeKiB
 */

/**
 * @typedef {object} Progress
 * @property {string} message what is being done, for people
 * @property {number} [fraction] 0 to 1
 */

/**
 * @typedef {object} ExtractOptions
 * @property {readonly Suite[]} suites the first is the base; the others give only what `pins` names and what that needs
 * @property {readonly Pin[]} [pins]
 * @property {readonly string[]} packages
 * @property {readonly string[]} [without] packages that others depend on but that nothing here uses: not fetched at all
 * @property {'x64' | 'arm64'} arch
 * @property {string} dir filled with the packages' files; made when missing
 * @property {(path: string) => boolean} [keep] false for a file, or a whole folder, that is not wanted ("usr/share/doc")
 * @property {(progress: Progress) => void} [onProgress]
 * @property {AbortSignal | undefined} [signal]
 */

/**
 * Unpacks `packages` and all that they depend on (recommended packages not included) into `dir`, and gives the list of
 * everything unpacked, sorted by name. Throws when the machine has no Debian mirror, when the mirror cannot be reached,
 * when a signature does not hold, or when apt finds no solution.
 * @param {ExtractOptions} options
 * @returns {Promise<DebianPackage[]>}
 */
export async function extractPackages(options) {
  const scratch = await mkdtemp(join(tmpdir(), 'slipway-apt-'));
  try {
    const apt = await prepareApt(scratch, options);
    options.onProgress?.({ message: 'reading the package lists', fraction: 0 });
    await apt('update', ['update']).catch((error) => {
      throw explain('The package lists could not be read', options, error);
    });
    options.onProgress?.({
      message: `downloading ${options.packages.length} packages and what they need`,
      fraction: 0.1,
    });
    await apt('download', [
      'install',
      '--download-only',
      '--yes',
      '--no-install-recommends',
      ...options.packages,
    ]).catch((error) => {
      throw explain(`The packages ${options.packages.join(', ')} could not be downloaded`, options, error);
    });
    const archives = join(scratch, 'archives');
    const files = (await readdir(archives)).filter((name) => name.endsWith('.deb')).sort();
    await makeMergedFolders(options.dir);
    for (const [index, file] of files.entries()) {
      options.onProgress?.({
        message: `unpacking ${file.split('_')[0]}`,
        fraction: 0.6 + (0.4 * index) / files.length,
      });
      await unpack(join(archives, file), options.dir, options.signal);
    }
    const packages = await describe(archives, files, apt, options.signal);
    if (options.keep) await prune(options.dir, '', options.keep);
    return packages;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * Since the merge of /usr, /bin and its like are links; base-files would bring them, but is not always among the packages.
 * @param {string} dir
 */
async function makeMergedFolders(dir) {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    await mkdir(join(dir, 'usr', name), { recursive: true });
    await symlink(`usr/${name}`, join(dir, name)).catch((error) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/**
 * @param {string} archive
 * @param {string} dir
 * @param {AbortSignal | undefined} signal
 */
async function unpack(archive, dir, signal) {
  // A pipe of the shell's, so that the bytes do not pass through this process; names go in as arguments, never as text.
  const script =
    'set -o pipefail; dpkg-deb --fsys-tarfile "$1" | tar --extract --keep-directory-symlink --directory "$2"';
  await runCommand('bash', ['-c', script, 'unpack', archive, dir], { signal });
}

/**
 * @param {string} archives
 * @param {readonly string[]} files
 * @param {(step: 'query', commandArguments: readonly string[]) => Promise<string>} apt
 * @param {AbortSignal | undefined} signal
 * @returns {Promise<DebianPackage[]>}
 */
async function describe(archives, files, apt, signal) {
  /** @type {DebianPackage[]} */
  const packages = [];
  for (const file of files) {
    // dpkg's own placeholders, not JavaScript's.
    const format = ['Package', 'Version', 'Architecture', 'Installed-Size']
      .map((field) => `\${${field}}`)
      .join('\t');
    const text = await runCommand('dpkg-deb', ['--show', `--showformat=${format}`, join(archives, file)], {
      signal,
    });
    const [name = '', version = '', architecture = '', size = '0'] = text.trim().split('\t');
    packages.push({ name, version, architecture, suite: '', installedSizeKiB: Number(size) });
  }
  // name | version | uri suite/component architecture Packages
  const table = await apt('query', ['madison', ...packages.map((entry) => entry.name)]);
  /** @type {Map<string, string>} */
  const suiteOf = new Map();
  for (const line of table.split('\n')) {
    const [name = '', version = '', origin = ''] = line.split('|').map((column) => column.trim());
    const suite = /^\S+ (\S+)\/\S+ /.exec(origin)?.[1];
    if (suite && !suiteOf.has(`${name} ${version}`)) suiteOf.set(`${name} ${version}`, suite);
  }
  return packages
    .map((entry) => ({ ...entry, suite: suiteOf.get(`${entry.name} ${entry.version}`) ?? 'unknown' }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Removes what `keep` refuses, and the folders that are empty because of it.
 * @param {string} root
 * @param {string} folder relative to root
 * @param {(path: string) => boolean} keep
 * @returns {Promise<void>}
 */
export async function prune(root, folder, keep) {
  for (const name of await readdir(join(root, folder))) {
    const path = folder ? `${folder}/${name}` : name;
    const isFolder = (await lstat(join(root, path))).isDirectory();
    if (!keep(path)) await rm(join(root, path), { recursive: true });
    else if (isFolder) await prune(root, path, keep);
  }
}

/**
 * @param {string} what
 * @param {ExtractOptions} options
 * @param {unknown} cause
 */
function explain(what, options, cause) {
  if (options.signal?.aborted) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  const suites = options.suites.map((suite) => suite.name).join(', ');
  const hint = /NO_PUBKEY|signature/i.test(reason)
    ? 'Install a newer debian-archive-keyring.'
    : /resolve|connect|timed out|Failed to fetch/i.test(reason)
      ? 'Check the network and the mirror in /etc/apt.'
      : 'See which package apt names, and whether the mirror in /etc/apt has that suite.';
  return new Error(`${what} (suites ${suites}, ${options.arch}): ${reason}\n${hint}`, { cause });
}
