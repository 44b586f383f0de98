import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { SlipwayError } from '../../contract/errors.ts';
import type { HomePaths } from '../../home/paths.ts';
import { shellLine } from '../../util/shell-words.ts';
import { authorityNames, loadAuthority } from '../authority.ts';
import { type Command, findTrustStores, type TrustStore } from './trust-stores.ts';

/** A store is changed within a second; of the system's, hundreds of certificates are gone through. macOS asks its user. In milliseconds. */
const deadlineMs = 120_000;

/** What became of a store. */
export type StoreOutcome =
  | { readonly kind: 'done'; readonly title: string }
  /** It was not there to be removed, as the store says. */
  | { readonly kind: 'none'; readonly title: string }
  /** Commands for its user: as root, or once a program is there. */
  | {
      readonly kind: 'by-hand';
      readonly title: string;
      readonly hint: string;
      readonly commands: readonly string[];
    }
  | { readonly kind: 'failed'; readonly title: string; readonly reason: string };

/** What becomes of all stores. */
export interface TrustOutcome {
  readonly certificate: string;
  readonly stores: readonly StoreOutcome[];
}

/** Runs a program; answers what it said when it has failed, undefined when it has not. */
export type RunCommand = (command: Command) => Promise<string | undefined>;

/**
 * Has the stores of this computer trust the authority for names of containers, or no longer. What only root may do is not done but
 * answered, unless this is root. Throws `not-found` when there is no store.
 */
export async function changeTrust(
  paths: HomePaths,
  verb: 'add' | 'remove',
  run: RunCommand = runCommand,
  computer = {
    ...{ platform: process.platform, userHome: homedir(), path: process.env.PATH ?? '' },
    isRoot: process.getuid?.() === 0,
  },
): Promise<TrustOutcome> {
  // One that is to be trusted no more need not be there.
  const made = verb === 'add' ? (await loadAuthority(paths, Date.now())).certificate : await readMade(paths);
  const authority = {
    ...authorityNames(paths),
    certificate: paths.authorityCertificate,
    sha1: made?.fingerprint.replaceAll(':', ''),
    serial: made?.serialNumber,
  };
  const stores = await findTrustStores(computer, authority);
  if (stores.length === 0) throw new SlipwayError(noStores(paths));
  const outcomes: StoreOutcome[] = [];
  for (const store of stores) outcomes.push(await change(store, verb, computer.isRoot, run));
  return { certificate: paths.authorityCertificate, stores: outcomes };
}

async function change(
  store: TrustStore,
  verb: 'add' | 'remove',
  isRoot: boolean,
  run: RunCommand,
): Promise<StoreOutcome> {
  const { title, needsRoot, missing } = store;
  const commands = store[verb];
  if (commands.length === 0) return { kind: 'none', title };
  if (missing !== null)
    return { kind: 'by-hand', title, hint: missing.hint, commands: commands.map((one) => shown(one, false)) };
  if (needsRoot && !isRoot)
    return {
      ...{ kind: 'by-hand', title, hint: 'It takes an administrator:' },
      commands: commands.map((one) => shown(one, true)),
    };
  for (const command of commands) {
    const reason = await run(command);
    if (reason === undefined) continue;
    // certutil and security: there is none of that name.
    const isAbsent =
      verb === 'remove' && /could not find|not be found|unrecognized name|no trust settings/i.test(reason);
    return isAbsent ? { kind: 'none', title } : { kind: 'failed', title, reason };
  }
  return { kind: 'done', title };
}

async function readMade({ authorityCertificate }: HomePaths): Promise<X509Certificate | undefined> {
  try {
    return new X509Certificate(await readFile(authorityCertificate));
  } catch {
    return undefined;
  }
}

function shown(command: Command, asRoot: boolean): string {
  const words = command.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : String(shellLine([word]))));
  return [...(asRoot ? ['sudo'] : []), ...words].join(' ');
}

function runCommand([program, ...parameters]: Command): Promise<string | undefined> {
  const env = { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin` };
  return new Promise((resolve) => {
    const child = execFile(
      program,
      parameters,
      { timeout: deadlineMs, env: process.platform === 'win32' ? process.env : env },
      (error, stdout, stderr) => {
        if (error === null) resolve(undefined);
        else
          resolve(
            `${program}: ${(stderr || stdout || error.message).trim().split('\n').slice(-3).join(' ')}`,
          );
      },
    );
    // A store with a password asks for it: it hears that there is none.
    child.stdin?.end();
  });
}

function noStores({ authorityCertificate }: HomePaths) {
  return {
    code: 'not-found' as const,
    message: 'No store of certificates was found on this computer.',
    hint: `Give ${authorityCertificate} to the program that is to trust it: \`curl --cacert\`, or a browser’s settings.`,
  };
}
