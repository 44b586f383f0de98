import { timingSafeEqual } from 'node:crypto';
import { constants } from 'node:os';
import type { Duplex } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Client, type ClientChannel } from 'ssh2';
import { type Failure, SlipwayError } from '../../contract/errors.ts';
import type { TerminalSize } from '../../util/shell.ts';
import { delay, orAborted, withDeadline } from '../../util/wait.ts';
import type { HomeKeys } from '../keys.ts';

/** A guest that has let us in opens a channel at once; an emulated one on a busy host takes seconds. In milliseconds. */
const channelDeadlineMs = 20_000;

/** How long the guest may take to say good-bye before the connection is cut, in milliseconds. */
const farewellMs = 1_000;

/** A command in the guest, under way. */
export interface GuestProcess {
  /** Standard input and output; `stream.stderr` is its own. With a terminal both outputs are one. */
  readonly stream: ClientChannel;
  /** The exit code; 255 when the connection ended first, 128 + n for signal n where the guest says so. */
  readonly exit: Promise<number>;
  resize(columns: number, rows: number): void;
}

/** A terminal for a command in the guest. */
export interface GuestTerminal extends TerminalSize {
  /** Such as xterm-256color. */
  readonly type: string;
}

/**
 * A connection to the guest's SSH server. What it opens is to be open within 20 s, else `guest-unreachable` is thrown;
 * the signal counts until then.
 */
export interface GuestSession {
  /** Runs a command by the guest's shell, without a terminal. */
  start(command: string, signal: AbortSignal): Promise<GuestProcess>;
  /** A login shell on a terminal. */
  shell(terminal: GuestTerminal, signal: AbortSignal): Promise<GuestProcess>;
  /** Runs a command to its end. */
  run(command: string, signal: AbortSignal): Promise<{ readonly code: number; readonly output: string }>;
  /** A stream to a unix socket in the guest. */
  connectSocket(path: string, signal: AbortSignal): Promise<Duplex>;
  /** Settles when the connection has ended. */
  readonly closed: Promise<void>;
  /** Takes leave, and cuts the connection soon after: a frozen guest answers nothing. Harmless when repeated. */
  end(): void;
}

/**
 * Logs in as root with the home's key, and only to a guest that shows the home's host key. Tries again until the signal
 * aborts, since the server may not be up yet; one that is up and refuses the key is not asked again.
 */
export async function connectGuest(
  connect: () => Duplex,
  keys: HomeKeys,
  signal: AbortSignal,
): Promise<GuestSession> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await logIn(connect(), keys, signal);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof SlipwayError) throw error;
      await delay(300, signal);
    }
  }
}

async function logIn(socket: Duplex, keys: HomeKeys, signal: AbortSignal): Promise<GuestSession> {
  const client = new Client();
  let impostor = false;
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
  const ready = new Promise<void>((resolve, reject) => {
    client.once('ready', resolve);
    client.once('error', reject);
    client.once('close', () => reject(new Error('the connection ended')));
  });
  client.on('error', () => undefined);
  socket.on('error', () => client.destroy());
  client.connect({
    sock: socket as never,
    username: 'root',
    privateKey: keys.client.privatePem,
    // Under emulation the key exchange alone takes most of a second.
    readyTimeout: 20_000,
    keepaliveInterval: 15_000,
    hostVerifier: (key: Buffer) => {
      const same = key.length === keys.guest.publicBlob.length && timingSafeEqual(key, keys.guest.publicBlob);
      impostor = !same;
      return same;
    },
    algorithms: { serverHostKey: ['ssh-ed25519'] },
  });
  try {
    await orAborted(signal, ready);
  } catch (error) {
    client.destroy();
    if (impostor) {
      throw new SlipwayError({
        code: 'guest-unreachable',
        message: 'The VM showed another SSH host key than the one made for it.',
        hint: 'Run `slipway restart`. If it recurs, another program has taken the place of the VM’s socket.',
      });
    }
    if ((error as { level?: unknown }).level === 'client-authentication') {
      throw new SlipwayError({
        code: 'guest-unreachable',
        message: 'The VM’s SSH server refuses the key of this home.',
        hint: 'Run `slipway restart`: the VM is given the key when it boots.',
      });
    }
    throw error;
  }
  return sessionOf(client, socket, closed);
}

type Opened = (error: Error | undefined, channel: ClientChannel) => void;

function sessionOf(client: Client, socket: Duplex, closed: Promise<void>): GuestSession {
  const start: GuestSession['start'] = (command, signal) =>
    openChannel(`run "${command}"`, signal, (opened) => client.exec(command, opened), processOf);
  return {
    start,
    shell: ({ columns, rows, type }, signal) =>
      openChannel(
        'open a shell',
        signal,
        (opened) => client.shell({ cols: columns, rows, term: type }, opened),
        processOf,
      ),
    async run(command, signal) {
      const { stream, exit } = await start(command, signal);
      const stop = () => stream.close();
      signal.addEventListener('abort', stop, { once: true });
      try {
        const [output, errors] = await orAborted(
          signal,
          Promise.all([buffer(stream), buffer(stream.stderr)]),
        );
        return { code: await exit, output: Buffer.concat([output, errors]).toString('utf8') };
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
    connectSocket: (path, signal) =>
      openChannel(
        `connect to ${path}`,
        signal,
        (opened) => client.openssh_forwardOutStreamLocal(path, opened),
        (channel) => channel,
      ),
    closed,
    end() {
      client.end();
      const cut = setTimeout(() => socket.destroy(), farewellMs);
      void closed.then(() => clearTimeout(cut));
    },
  };
}

/**
 * Asks the guest for a channel. `use` takes it in the very moment in which it opens: a quick command's exit may arrive
 * with the same bytes. One that opens too late is closed.
 */
function openChannel<T>(
  doing: string,
  signal: AbortSignal,
  ask: (opened: Opened) => void,
  use: (channel: ClientChannel) => T,
): Promise<T> {
  const failure = unreachable(doing, `it did not answer within ${channelDeadlineMs / 1_000} s`);
  return withDeadline(
    channelDeadlineMs,
    signal,
    failure,
    (until) =>
      new Promise<T>((resolve, reject) => {
        const opened: Opened = (error, channel) => {
          if (error) return reject(refusal(doing, error));
          if (until.aborted) return channel.destroy();
          resolve(use(channel));
        };
        try {
          ask(opened);
        } catch (error) {
          reject(refusal(doing, error as Error));
        }
      }),
  );
}

function refusal(doing: string, cause: Error): SlipwayError {
  return new SlipwayError(unreachable(doing, cause.message), { cause });
}

function unreachable(doing: string, how: string): Failure {
  return {
    code: 'guest-unreachable',
    message: `The VM let Slipway in but did not ${doing}: ${how}.`,
    hint: 'It may be frozen or overloaded: `slipway status` tells; `slipway restart` starts it again.',
  };
}

/** Of a signal by its name without SIG, as SSH says it; 0 for one that this machine does not know. */
function signalNumber(name: string): number {
  const numbers: Readonly<Record<string, number>> = constants.signals;
  return numbers[`SIG${name.replace(/^SIG/, '')}`] ?? 0;
}

function processOf(stream: ClientChannel): GuestProcess {
  const exit = new Promise<number>((resolve) => {
    let code = 255;
    stream.once('exit', (status: number | null, signal?: string) => {
      code = status ?? 128 + signalNumber(signal ?? '');
    });
    stream.once('close', () => resolve(code));
  });
  return { stream, exit, resize: (columns, rows) => stream.setWindow(rows, columns, 0, 0) };
}
