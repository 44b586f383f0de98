// Unpacks Debian packages, with what they depend on, into a folder: apt chooses and checks them, nothing of them is run.
// Needs no root, touches nothing of the machine's own packages, and takes foreign architectures as they come.
import { lstat, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDebianMirror } from './apt-sources.mjs';
import { runCommand } from './run-command.mjs';

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

/** Debian's names of architectures. */
export const debianArchitectures = Object.freeze({ x64: 'amd64', arm64: 'arm64' });

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
    options.onProgress?.({ message: `downloading ${options.packages.length} packages and what they need`, fraction: 0.1 });
    await apt('download', ['install', '--download-only', '--yes', '--no-install-recommends', ...options.packages]).catch(
      (error) => {
        throw explain(`The packages ${options.packages.join(', ')} could not be downloaded`, options, error);
      },
    );
    const archives = join(scratch, 'archives');
    const files = (await readdir(archives)).filter((name) => name.endsWith('.deb')).sort();
    await makeMergedFolders(options.dir);
    for (const [index, file] of files.entries()) {
      options.onProgress?.({ message: `unpacking ${file.split('_')[0]}`, fraction: 0.6 + (0.4 * index) / files.length });
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
 * Writes a configuration of apt of its own into `scratch`, and gives a function that runs apt with it.
 * @param {string} scratch
 * @param {ExtractOptions} options
 */
async function prepareApt(scratch, options) {
  const mirror = await readDebianMirror();
  for (const name of ['lists/partial', 'archives/partial', 'etc']) await mkdir(join(scratch, name), { recursive: true });
  const suites = options.suites.filter((suite) => !suite.security || mirror.securityUri);
  const stanzas = suites.map((suite) =>
    [
      'Types: deb',
      `URIs: ${suite.security ? mirror.securityUri : mirror.uri}`,
      `Suites: ${suite.name}`,
      'Components: main',
      ...(mirror.signedBy ? [`Signed-By: ${mirror.signedBy}`] : []),
      ...(suite.mayBeStale ? ['Check-Valid-Until: no'] : []),
    ].join('\n'),
  );
  await writeFile(join(scratch, 'etc/debian.sources'), `${stanzas.join('\n\n')}\n`);
  await writeFile(join(scratch, 'etc/preferences'), preferences(suites, options.pins ?? []));
  await writeFile(join(scratch, 'status'), (options.without ?? []).map((name) => pretendInstalled(name, options.arch)).join('\n'));
  const settings = {
    'APT::Architecture': debianArchitectures[options.arch],
    'APT::Architectures': debianArchitectures[options.arch],
    'APT::Sandbox::User': 'root',
    'APT::Install-Recommends': 'false',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    'Acquire::http::Timeout': '60',
    'Acquire::https::Timeout': '60',
    'Dir::State': scratch,
    'Dir::State::status': join(scratch, 'status'),
    'Dir::State::lists': join(scratch, 'lists'),
    'Dir::Cache': scratch,
    'Dir::Cache::archives': join(scratch, 'archives'),
    'Dir::Etc::sourcelist': '/dev/null',
    'Dir::Etc::sourceparts': join(scratch, 'etc'),
    'Dir::Etc::preferences': join(scratch, 'etc/preferences'),
    'Dir::Etc::preferencesparts': '/dev/null',
    // The machine's own settings stay out (hooks, cache cleaning), but for how it reaches the network, copied below.
    'Dir::Etc::parts': '/dev/null',
    'Dir::Etc::main': '/dev/null',
  };
  const network = await runCommand('apt-config', ['dump', '--format', '%F "%v";%n', 'Acquire::http', 'Acquire::https'], {
    signal: options.signal,
  }).catch((cause) => {
    throw new Error('apt is needed to build from Debian packages and could not be run: build on a Debian machine.', { cause });
  });
  const lines = Object.entries(settings).map(([name, value]) => `${name} "${value}";`);
  const proxies = network.split('\n').filter((line) => /::(Proxy|CaInfo|CaPath|SslCert|SslKey)/i.test(line));
  const configuration = join(scratch, 'apt.conf');
  await writeFile(configuration, `${[...proxies, ...lines].join('\n')}\n`);

  /**
   * @param {'update' | 'download' | 'query'} step
   * @param {readonly string[]} commandArguments
   */
  return async function apt(step, commandArguments) {
    const onStatusLine = (/** @type {string} */ line) => {
      const percent = /^dlstatus:\d+:([\d.]+):/.exec(line)?.[1];
      if (!percent) return;
      const part = Number(percent) / 100;
      if (step === 'update') options.onProgress?.({ message: 'reading the package lists', fraction: part * 0.1 });
      else options.onProgress?.({ message: 'downloading packages', fraction: 0.1 + part * 0.5 });
    };
    return runCommand(step === 'query' ? 'apt-cache' : 'apt-get', step === 'query' ? commandArguments : ['-o', 'APT::Status-Fd=3', '-o', 'APT::Update::Error-Mode=any', ...commandArguments], {
      env: { ...process.env, APT_CONFIG: configuration, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' },
      signal: options.signal,
      onStatusLine,
    });
  };
}

/**
 * apt's preferences: the base suite and its security updates as usual; other suites only for what is pinned, and for what
 * only they have.
 * @param {readonly Suite[]} suites
 * @param {readonly Pin[]} pins
 */
export function preferences(suites, pins) {
  const [base, ...others] = suites;
  const stanzas = pins.map(
    (pin) => `Package: ${pin.packages.join(' ')}\nPin: release n=${pin.suite}\nPin-Priority: 990\n`,
  );
  for (const suite of others) {
    if (suite.security || suite.name === `${base?.name}-updates`) continue;
    stanzas.push(`Package: *\nPin: release n=${suite.name}\nPin-Priority: 50\n`);
  }
  return stanzas.join('\n');
}

/**
 * An entry for dpkg's list of what is installed. apt does not fetch what it believes to be there.
 * @param {string} name
 * @param {'x64' | 'arm64'} arch
 */
function pretendInstalled(name, arch) {
  const fields = [
    `Package: ${name}`,
    'Status: install ok installed',
    'Version: 99999',
    `Architecture: ${debianArchitectures[arch]}`,
    'Multi-Arch: foreign',
    'Maintainer: none',
    'Description: left out',
  ];
  return `${fields.join('\n')}\n`;
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
  const script = 'set -o pipefail; dpkg-deb --fsys-tarfile "$1" | tar --extract --keep-directory-symlink --directory "$2"';
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
    const format = '--showformat=${Package}\t${Version}\t${Architecture}\t${Installed-Size}';
    const text = await runCommand('dpkg-deb', ['--show', format, join(archives, file)], { signal });
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
