import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { isThere } from '../util/is-there.ts';
import { callHelper, type HelperCall, type HelperEnd } from './credential-helper.ts';
import { bundledHelper } from './helper-path.ts';

/** Why the keychain cannot be used, in words that follow it, and what to try. */
export interface KeychainFault {
  readonly why: string;
  readonly hint: string;
}

/** Milliseconds that the keychain may take. One that is locked asks for its password first, and somebody has to type it. */
const answerDeadlineMs = 5_000;
const unlockDeadlineMs = 30_000;

/** Most characters of what a helper says that are told. */
const longestReason = 300;

/** A name of a registry that there is not (RFC 2606). */
const noRegistry = 'https://keychain-check.invalid';

/**
 * Why logins cannot be kept in the keychain of this desktop; undefined when they can, which is found out by keeping one: of a
 * keychain that is locked, or has no place to keep anything, even the list can be had. Takes 45 s at the most. Rejects with the
 * signal's reason alone.
 */
export async function checkKeychain(
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<KeychainFault | undefined> {
  const fault = await keychainFault(environment, signal);
  if (fault !== undefined) return fault;
  const call = (action: HelperCall['action'], input: string, deadlineMs = answerDeadlineMs) =>
    callHelper({ helper: bundledHelper, action, input, environment, deadlineMs }, signal);
  const secret = randomBytes(16).toString('hex');
  const login = JSON.stringify({ ServerURL: noRegistry, Username: 'slipway', Secret: secret });
  const stored = await call('store', login, unlockDeadlineMs);
  if (stored.kind !== 'done') return explain(stored, unlockDeadlineMs);
  const read = await call('get', noRegistry);
  const erased = await call('erase', noRegistry);
  if (read.kind !== 'done') return explain(read, answerDeadlineMs);
  if (!read.said.includes(secret)) return { why: 'it does not give back what is put into it', hint: started };
  return erased.kind === 'done' ? undefined : explain(erased, answerDeadlineMs);
}

/** Why nobody answers for the keychain; undefined when somebody does. Takes 5 s at the most. */
export async function keychainFault(
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<KeychainFault | undefined> {
  // GLib would start a D-Bus for whoever has a display, and leave it running.
  if (!(await hasSessionBus(environment)))
    return { why: 'this session has no D-Bus, by which it is reached', hint: elsewhere };
  const list = { helper: bundledHelper, action: 'list', input: '', environment } as const;
  const end = await callHelper({ ...list, deadlineMs: answerDeadlineMs }, signal);
  return end.kind === 'done' ? undefined : explain(end, answerDeadlineMs);
}

const elsewhere = 'Log out, and log in again in a session of a desktop.';
const started = 'Start or unlock one (GNOME Keyring, KWallet, KeePassXC), log out, and log in again.';

async function hasSessionBus({ DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR }: NodeJS.ProcessEnv) {
  if (DBUS_SESSION_BUS_ADDRESS) return true;
  if (!XDG_RUNTIME_DIR) return false;
  return isThere(join(XDG_RUNTIME_DIR, 'bus'));
}

/** In which package a library is that desktops have and servers do not; systems call them differently. */
function packageOf(library: string): string {
  return library.startsWith('libsecret-')
    ? ' (Debian and Ubuntu: libsecret-1-0; Fedora, Arch and Alpine: libsecret)'
    : '';
}

function explain(end: Exclude<HelperEnd, { readonly kind: 'done' }>, deadlineMs: number): KeychainFault {
  if (end.kind === 'missing')
    return {
      why: `docker-credential-${bundledHelper} is not installed`,
      hint: 'Install it on PATH, log out, and log in again.',
    };
  if (end.kind === 'late')
    return {
      why: `it did not answer within ${deadlineMs / 1000} s`,
      hint: 'Unlock it, log out, and log in again.',
    };
  const library = /loading shared libraries: ([\w.+-]+):/.exec(end.error)?.[1];
  if (library !== undefined)
    return {
      why: `the library ${library} is not installed`,
      hint: `Install it${packageOf(library)}, log out, and log in again.`,
    };
  const words = end.said.trim() || end.error.trim();
  if (/\.ServiceUnknown: .*\.secrets /.test(words))
    return { why: 'there is none in this session', hint: started };
  const reason = words
    .replace(/^GDBus\.Error:[\w.]+: /, '')
    .slice(0, longestReason)
    .replace(/\.$/, '');
  return { why: reason === '' ? 'its helper has failed' : `it says: ${reason}`, hint: started };
}
