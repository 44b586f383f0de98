import { timingSafeEqual } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Client, type ClientChannel } from 'ssh2';
import { SlipwayError } from '../../contract/errors.ts';
import type { TerminalSize } from '../../util/shell.ts';
import { delay, orAborted } from '../../util/wait.ts';
import type { HomeKeys } from '../keys.ts';

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

/** A connection to the guest's SSH server. */
export interface GuestSession {
  /** Runs a command by the guest's shell. With `terminal` it gets one. */
  start(command: string, terminal?: GuestTerminal): Promise<GuestProcess>;
  /** A login shell on a terminal. */
  shell(terminal: GuestTerminal): Promise<GuestProcess>;
  /** Runs a command to its end. */
  run(command: string, signal: AbortSignal): Promise<{ readonly code: number; readonly output: string }>;
  /** A stream to a unix socket in the guest. */
  connectSocket(path: string): Promise<Duplex>;
  /** Settles when the connection has ended. */
  readonly closed: Promise<void>;
  end(): void;
}

/**
 * Logs in as root with the home's key, and only to a guest that shows the home's host key. Tries again until the signal
 * aborts, since the server may not be up yet.
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
    throw error;
  }
  return sessionOf(client, closed);
}

function sessionOf(client: Client, closed: Promise<void>): GuestSession {
  const open = (opener: (done: (error: Error | undefined, channel: ClientChannel) => void) => void) =>
    new Promise<ClientChannel>((resolve, reject) =>
      opener((error, channel) => (error ? reject(error) : resolve(channel))),
    );
  const pty = ({ columns, rows, type }: GuestTerminal) => ({ cols: columns, rows, term: type });
  // A quick command's exit may arrive with the very bytes that open its channel: it is listened for at once.
  const process = (
    opener: (done: (error: Error | undefined, channel: ClientChannel) => void) => void,
  ): Promise<GuestProcess> =>
    new Promise((resolve, reject) =>
      opener((error, channel) => (error ? reject(error) : resolve(processOf(channel)))),
    );
  const start: GuestSession['start'] = (command, terminal) =>
    process((done) => client.exec(command, terminal ? { pty: pty(terminal) } : {}, done));
  return {
    start,
    shell: (terminal) => process((done) => client.shell(pty(terminal), done)),
    async run(command, signal) {
      const { stream, exit } = await start(command);
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
    connectSocket: (path) => open((done) => client.openssh_forwardOutStreamLocal(path, done)),
    closed,
    end: () => client.end(),
  };
}

function processOf(stream: ClientChannel): GuestProcess {
  const exit = new Promise<number>((resolve) => {
    let code = 255;
    stream.once('exit', (status: number | null) => {
      code = status ?? 128;
    });
    stream.once('close', () => resolve(code));
  });
  return { stream, exit, resize: (columns, rows) => stream.setWindow(rows, columns, 0, 0) };
}
