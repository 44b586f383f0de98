// System packages that steps need: which are missing, and getting them, saying so.
import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { runCommand } from './run-command.mjs';
import { StepError } from './step-error.mjs';

/** Waits for another apt on the machine (an unattended upgrade, say) instead of failing at once. */
const aptLockWait = 'DPkg::Lock::Timeout=300';

/**
 * Which of the packages are not installed. On a system without dpkg the programs of the packages are looked for, as far
 * as they are known.
 * @param {readonly string[]} packages names; `a|b` is satisfied by either (libraries change names between releases)
 * @param {{ dpkgStatusFile?: string }} [options] another file, for tests
 * @returns {Promise<string[]>}
 */
export async function missingPackages(packages, options = {}) {
  if (packages.length === 0) return [];
  const status = await readFile(options.dpkgStatusFile ?? '/var/lib/dpkg/status', 'utf8').catch(() => null);
  if (status !== null) return notInstalled(packages, status);
  /** @type {string[]} */
  const missing = [];
  for (const name of packages) {
    const program = programs[name];
    if (program && !(await findProgram(program))) missing.push(name);
  }
  return missing;
}

/** A program by which a package is known on systems that name their packages otherwise. @type {Record<string, string>} */
const programs = {
  unzip: 'unzip',
  xvfb: 'Xvfb',
  xauth: 'xauth',
  'dbus-daemon|dbus': 'dbus-daemon',
  'gnome-keyring': 'gnome-keyring-daemon',
};

/**
 * Reads dpkg's own list: the file is read because asking dpkg-query takes ten times as long, at each start.
 * @param {readonly string[]} packages
 * @param {string} status the text of /var/lib/dpkg/status
 * @returns {string[]}
 */
export function notInstalled(packages, status) {
  const installed = new Set();
  for (const match of status.matchAll(/^Package: (\S+)\nStatus: \S+ \S+ installed$/gm))
    installed.add(match[1]);
  return packages.filter((entry) => !entry.split('|').some((name) => installed.has(name)));
}

/**
 * Whether a system has Debian's packages, by the text of its /etc/os-release: Debian itself and what is made of it.
 * @param {string} release
 */
export function isDebianLike(release) {
  const fields = release.matchAll(/^(?:ID|ID_LIKE)=["']?([^"'\n]*)["']?$/gm);
  return [...fields].some(([, value = '']) =>
    value.split(' ').some((id) => id === 'debian' || id === 'ubuntu'),
  );
}

/**
 * What to do about missing packages where there is no apt: each program by its own name, which is the same on every system.
 * @param {readonly string[]} packages
 * @returns {StepError}
 */
export function notHere(packages) {
  const named = packages.map((entry) => {
    const name = entry.split('|').at(-1) ?? entry;
    const program = programs[entry];
    return program === undefined ? `what Debian calls ${name}` : `${program} (Debian's package ${name})`;
  });
  return new StepError(
    `These are missing on this system: ${named.join(', ')}.`,
    'Install them with the package manager of your system, whose packages may have other names, and run the same command again.',
  );
}

/** @param {string} list */
function installCommand(list) {
  return `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${list}`;
}

/**
 * Installs packages when this process may (root, or sudo that asks for no password), saying so. Otherwise throws a
 * StepError that holds the one line to run.
 * @param {readonly string[]} packages
 * @param {{ signal: AbortSignal, detail: (detail: string) => void, note: (line: string) => void }} context
 * @returns {Promise<void>}
 */
export async function installPackages(packages, context) {
  const list = packages.map((entry) => entry.split('|').at(-1)).join(' ');
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  // apt-get can be installed elsewhere, too, and finds nothing there.
  if (!isDebianLike(release) || !(await findProgram('apt-get'))) throw notHere(packages);
  const prefix = await adminPrefix(context.signal);
  if (prefix === null)
    throw new StepError(`These system packages are missing: ${list}.`, `Run: ${installCommand(list)}`);
  context.note(`Installing system packages${prefix.length > 0 ? ' with sudo' : ''}: ${list}`);
  const apt = async (/** @type {readonly string[]} */ commandArguments) => {
    const [program = '', ...rest] = [
      ...prefix,
      'apt-get',
      '-q',
      '-y',
      '-o',
      aptLockWait,
      ...commandArguments,
    ];
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await runCommand(program, rest, { env, signal: context.signal });
  };
  try {
    context.detail('apt-get update');
    await apt(['update']);
    context.detail('apt-get install');
    await apt(['install', '--no-install-recommends', ...(await chooseNames(packages, context.signal))]);
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason;
    throw new StepError(
      `Installing system packages failed (${list}): ${lastLine(error)}`,
      `Check the machine's apt configuration and network, or run: ${installCommand(list)}`,
      error,
    );
  }
}

/**
 * The words to put before a command that must run as root; null when this process has no such right.
 * @param {AbortSignal} signal
 * @returns {Promise<readonly string[] | null>}
 */
async function adminPrefix(signal) {
  if (process.getuid?.() === 0) return [];
  if (!(await findProgram('sudo'))) return null;
  try {
    await runCommand('sudo', ['-n', 'true'], { signal, timeoutMs: 10_000 });
    // sudo drops the environment: DEBIAN_FRONTEND has to be named again.
    return ['sudo', '-n', 'DEBIAN_FRONTEND=noninteractive'];
  } catch {
    signal.throwIfAborted();
    return null;
  }
}

/**
 * @param {string} name
 * @returns {Promise<string | null>} its full path
 */
export async function findProgram(name) {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']) {
    if (folder === '') continue;
    const path = join(folder, name);
    if (
      await access(path, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return path;
  }
  return null;
}

/**
 * Of each `a|b` the first name that apt knows on this release.
 * @param {readonly string[]} packages
 * @param {AbortSignal} signal
 * @returns {Promise<string[]>}
 */
async function chooseNames(packages, signal) {
  return Promise.all(
    packages.map(async (entry) => {
      const names = entry.split('|');
      for (const name of names.slice(0, -1)) {
        const policy = await runCommand('apt-cache', ['policy', name], { signal });
        if (/Candidate: (?!\(none\))\S/.test(policy)) return name;
      }
      return names.at(-1) ?? entry;
    }),
  );
}

/** @param {unknown} error */
function lastLine(error) {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n').at(-1) ?? text;
}
