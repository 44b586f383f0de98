// The docker command with its compose and buildx plugins, and its helper for the keychain, from Debian's packages, as a folder
// that the app brings along.
import { chmod, copyFile, cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedFolder } from '../lib/cache-folder.mjs';
import { contentHash, fileHash } from '../lib/content-hash.mjs';
import { extractPackages } from '../lib/debian.mjs';
import { runtimes } from '../lib/elf-closure.mjs';
import { runCommand } from '../lib/run-command.mjs';
import { engineSuite } from '../lib/suites.mjs';

const scripts = dirname(dirname(fileURLToPath(import.meta.url)));

/** What is taken, by package: where it lies in the package, and where it goes. */
const programs = [
  { package: 'docker-cli', from: 'usr/bin/docker', to: 'docker' },
  {
    package: 'docker-compose',
    from: 'usr/libexec/docker/cli-plugins/docker-compose',
    to: 'cli-plugins/docker-compose',
  },
  {
    package: 'docker-buildx',
    from: 'usr/libexec/docker/cli-plugins/docker-buildx',
    to: 'cli-plugins/docker-buildx',
  },
  {
    package: 'golang-docker-credential-helpers',
    from: 'usr/bin/docker-credential-secretservice',
    to: 'credential-helpers/docker-credential-secretservice',
  },
];

/**
 * @typedef {object} ClientManifest written as manifest.json beside the programs
 * @property {'x64' | 'arm64'} arch
 * @property {readonly { name: string, version: string, file: string, bytes: number, sha256: string }[]} programs
 * @property {string} minimumGlibc the oldest C library that all of them run with, such as "2.34"
 */

/**
 * @typedef {object} ClientOptions
 * @property {'x64' | 'arm64'} arch
 * @property {string} buildDir
 * @property {(progress: { message: string, fraction?: number }) => void} [onProgress]
 * @property {AbortSignal} [signal]
 */

/**
 * Where the client for these inputs belongs; there or not.
 * @param {{ arch: 'x64' | 'arm64', buildDir: string }} options
 */
export async function clientFolder({ arch, buildDir }) {
  const hash = await contentHash(
    scripts,
    ['client/build.mjs', 'lib/apt-root.mjs', 'lib/debian.mjs', 'lib/elf-closure.mjs', 'lib/suites.mjs'],
    [arch],
  );
  return join(buildDir, 'cache', `client-${hash.slice(0, 16)}`);
}

/**
 * Makes `build/cache/client-HASH` with docker, cli-plugins/docker-compose, cli-plugins/docker-buildx,
 * credential-helpers/docker-credential-secretservice, their licences and manifest.json. When it is there already nothing is done.
 * @param {ClientOptions} options
 * @returns {Promise<{ folder: string, built: boolean }>}
 */
export async function buildClient(options) {
  const target = await clientFolder(options);
  return cachedFolder(target, 'manifest.json', (folder) => fill(folder, options));
}

/**
 * @param {string} folder
 * @param {ClientOptions} options
 */
async function fill(folder, { arch, buildDir, onProgress, signal }) {
  await mkdir(buildDir, { recursive: true });
  // Not in the temporary folder, which is small on some systems; the bootstrap removes what a killed process leaves.
  const scratch = await mkdtemp(join(buildDir, '.unfinished-client-'));
  try {
    const packages = await extractPackages({
      // The same as the engine's in the image, so that both speak the same version of the API.
      suites: [engineSuite],
      packages: programs.map((program) => program.package),
      arch,
      dir: scratch,
      onProgress,
      signal,
    });
    /** @type {ClientManifest['programs'][number][]} */
    const listed = [];
    let minimumGlibc = '0.0';
    for (const program of programs) {
      const file = join(folder, program.to);
      await mkdir(dirname(file), { recursive: true });
      await copyFile(join(scratch, program.from), file);
      await chmod(file, 0o755);
      await mkdir(join(folder, 'licences'), { recursive: true });
      await cp(
        join(scratch, 'usr/share/doc', program.package, 'copyright'),
        join(folder, 'licences', program.package),
      );
      listed.push({
        name: program.package,
        version: packages.find((found) => found.name === program.package)?.version ?? '',
        file: program.to,
        bytes: (await stat(file)).size,
        sha256: await fileHash(file),
      });
      minimumGlibc = laterVersion(minimumGlibc, requiredGlibc(await readFile(file)));
    }
    if (process.platform === 'linux' && process.arch === arch)
      await tryPrograms(folder, { scratch, arch, minimumGlibc, signal });
    /** @type {ClientManifest} */
    const manifest = { arch, programs: listed, minimumGlibc };
    await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * Runs each program once: a client that does not run on this system must not be found out by the first user. The helper has the
 * libraries of its own packages for that: a desktop has libsecret, and what builds this need not.
 * @param {string} folder
 * @param {{ scratch: string, arch: 'x64' | 'arm64', minimumGlibc: string, signal: AbortSignal | undefined }} options
 */
async function tryPrograms(folder, { scratch, arch, minimumGlibc, signal }) {
  const { loader, libraries } = runtimes[arch];
  const withItsLibraries = [join(scratch, loader), '--library-path', join(scratch, libraries)];
  for (const program of programs) {
    const words = [join(folder, program.to), program.to === 'docker' ? '--version' : 'version'];
    const [command = '', ...rest] = program.to.startsWith('credential-helpers/')
      ? [...withItsLibraries, ...words]
      : words;
    await runCommand(command, rest, { signal, timeoutMs: 60_000 }).catch((cause) => {
      signal?.throwIfAborted();
      throw new Error(
        `${program.package} does not run on this system (it needs glibc ${minimumGlibc} or newer).`,
        { cause },
      );
    });
  }
}

/**
 * The newest version of glibc's symbols that a program asks for.
 * @param {Buffer} content of an ELF file
 * @returns {string} such as "2.34"; "0.0" for a static program
 */
export function requiredGlibc(content) {
  let newest = '0.0';
  const prefix = Buffer.from('\0GLIBC_');
  for (let at = content.indexOf(prefix); at !== -1; at = content.indexOf(prefix, at + 1)) {
    const version = /^(\d+\.\d+)(?:\.\d+)?\0/.exec(
      content.toString('latin1', at + prefix.length, at + prefix.length + 16),
    )?.[1];
    if (version) newest = laterVersion(newest, version);
  }
  return newest;
}

/**
 * @param {string} one
 * @param {string} other
 */
function laterVersion(one, other) {
  const [major = 0, minor = 0] = one.split('.').map(Number);
  const [otherMajor = 0, otherMinor = 0] = other.split('.').map(Number);
  return otherMajor > major || (otherMajor === major && otherMinor > minor) ? other : one;
}
