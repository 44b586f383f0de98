import { connect } from 'node:net';
import type { HomePaths } from '../../home/paths.ts';
import { readJsonFile } from '../../util/atomic-file.ts';
import { withDeadline } from '../../util/wait.ts';
import { loadKeys } from '../keys.ts';
import { parseMachineRecord } from '../machine-record.ts';
import { connectGuest, type GuestSession } from './ssh-session.ts';

/** Milliseconds for logging in to the guest; an emulated one takes one to two seconds. */
const loginDeadlineMs = 30_000;

/** What is to be said when the guest does not answer. */
export interface LoginFailure {
  readonly message: string;
  readonly hint: string;
}

/**
 * Logs in to the guest of a running VM from a process that need not be its host: the home's files tell how it is
 * reached. Rejects with `guest-unreachable` and the words of `failure` when it does not answer in time.
 */
export async function logInToGuest(
  paths: HomePaths,
  failure: LoginFailure,
  signal: AbortSignal,
): Promise<GuestSession> {
  const port = parseMachineRecord(await readJsonFile(paths.vmRecord))?.sshPort ?? null;
  const keys = await loadKeys(paths);
  const open = () => (port === null ? connect(paths.sshForward) : connect(port, '127.0.0.1'));
  return withDeadline(loginDeadlineMs, signal, { code: 'guest-unreachable', ...failure }, (until) =>
    connectGuest(open, keys, until),
  );
}
