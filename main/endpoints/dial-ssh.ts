import { execFile, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import type { Duplex } from 'node:stream';
import { loginSocket } from '../home/paths.ts';
import { isThere } from '../util/is-there.ts';
import { orAborted } from '../util/wait.ts';
import type { Dialer } from './dialer.ts';
import { EndpointError } from './endpoint-error.ts';
import { exchangePing } from './exchange-ping.ts';
import type { Endpoint } from './parse-endpoint.ts';
import { programStream } from './program-stream.ts';
import { sshFailure, sshMissing } from './ssh-failure.ts';

type SshEndpoint = Extract<Endpoint, { kind: 'ssh' }>;

/** Until a machine answers, which ssh itself minds, in seconds. */
const connectSeconds = 10;

/** For logging in and the engine's first answer, in milliseconds. */
const firstAnswerMs = 30_000;

/** What has just failed is not tried again for each of the many connections that a window opens. In milliseconds. */
const failureHoldsMs = 2_000;

/** A connection that several share stays so long after the last of them, in seconds: also when this process is killed. */
const sharedSeconds = 30;

/** The longest path of a socket that ssh binds: the system's, less what ssh appends while it makes it. In bytes. */
const longestSharedPath = 104 - 18;

const farewellMs = 2_000;

/**
 * Connections by the user's own ssh program, as docker's client makes them: what is in the user's ssh configuration, known_hosts and
 * agent holds, jump hosts and hardware keys too, and nothing of that is read by us. It is never asked anything: no password, no
 * question whether a host key is right.
 */
export function createSshDialer(endpoint: SshEndpoint, folder: string): Dialer {
  const shared = sharedSocket(folder);
  let beginning: Promise<void> | undefined;
  let failed: { readonly error: unknown; readonly at: number } | undefined;
  const closing = new AbortController();

  const open = () => {
    // In a session of its own: Ctrl-C at a terminal is for docker, which passes it on by this very connection.
    const child = spawn('ssh', sshArguments(endpoint, shared), {
      ...{ stdio: 'pipe', detached: process.platform !== 'win32', windowsHide: true },
    });
    return programStream(child, (said, code) => sshFailure(endpoint.host, said, code), sshMissing);
  };

  /** The first connection, which the others then share; its outcome is that of all who wait for it. */
  const begin = async () => {
    const stream = open();
    const late = new EndpointError('engine', {
      message: `${endpoint.host} did not lead to an engine within ${firstAnswerMs / 1_000} s.`,
      hint: `\`ssh ${endpoint.host} docker version\` shows how far it gets by hand.`,
    });
    try {
      await exchangePing(stream, firstAnswerMs, late, closing.signal);
    } finally {
      stream.on('error', () => undefined);
      stream.destroy();
    }
  };

  const ensure = async (signal: AbortSignal) => {
    if (shared === undefined || (await isThere(shared))) return;
    closing.signal.throwIfAborted();
    if (failed !== undefined && performance.now() - failed.at < failureHoldsMs) throw failed.error;
    beginning ??= begin()
      .then(
        () => {
          failed = undefined;
        },
        (error: unknown) => {
          failed = { error, at: performance.now() };
          throw error;
        },
      )
      .finally(() => {
        beginning = undefined;
      });
    await orAborted(signal, beginning);
  };

  return {
    async connect(signal): Promise<Duplex> {
      await ensure(signal);
      signal.throwIfAborted();
      closing.signal.throwIfAborted();
      return open();
    },
    async close() {
      if (closing.signal.aborted) return;
      // A login that is under way is not waited for: it may take half a minute.
      closing.abort(new Error('the dialer is closed'));
      await beginning?.catch(() => undefined);
      if (shared === undefined || !(await isThere(shared))) return;
      // Best effort: it ends by itself soon after.
      await new Promise<void>((resolve) => {
        const words = ['-o', `ControlPath=${shared}`, '-O', 'exit', '--', endpoint.host];
        execFile('ssh', words, { timeout: farewellMs }, () => resolve());
      });
      // One that was ended in the midst of its login leaves it behind.
      await rm(shared, { force: true });
    },
  };
}

/** What ssh is called with to reach the engine's socket. */
export function sshArguments(
  { host, user, port, socket }: SshEndpoint,
  shared: string | undefined,
): readonly string[] {
  const options: Readonly<Record<string, string>> = {
    BatchMode: 'yes',
    ConnectTimeout: String(connectSeconds),
    // A machine that is gone without a word is noticed within a minute.
    ServerAliveInterval: '15',
    ServerAliveCountMax: '3',
    // Nothing of what a login of the user’s may bring along.
    ClearAllForwardings: 'yes',
    ForwardAgent: 'no',
    ForwardX11: 'no',
    PermitLocalCommand: 'no',
    RequestTTY: 'no',
    RemoteCommand: 'none',
    ...(shared === undefined
      ? { ControlMaster: 'no', ControlPath: 'none' }
      : { ControlMaster: 'auto', ControlPath: shared, ControlPersist: String(sharedSeconds) }),
  };
  return [
    ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
    ...(user === null ? [] : ['-l', user]),
    ...(port === null ? [] : ['-p', String(port)]),
    ...['--', host, 'docker'],
    ...(socket === null ? [] : ['--host', `unix://${socket}`]),
    ...['system', 'dial-stdio'],
  ];
}

/** Tells the dialers of this process apart: what one closes is not another's. */
let serial = 0;

/** Where connections share one login; undefined where ssh cannot do that: on Windows, or below too long a path. */
function sharedSocket(folder: string): string | undefined {
  if (process.platform === 'win32') return undefined;
  serial += 1;
  const path = loginSocket({ run: folder }, process.pid, serial);
  return Buffer.byteLength(path) > longestSharedPath || path.includes('%') ? undefined : path;
}
