import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AcceptConnection, Server, type ServerChannel, utils } from 'ssh2';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sshKeyPair } from '../../util/fakes/ssh-key-pair.ts';
import { abortAfter } from '../../util/wait.ts';
import type { HomeKeys } from '../keys.ts';
import { connectGuest, type GuestSession } from './ssh-session.ts';

vi.mock('../../util/wait.ts', async (original) =>
  (await import('../fakes/fast-waits.ts')).fastWaits(original),
);

const [hostKey, clientKey] = [sshKeyPair(), sshKeyPair()];

function publicBlob(line: string): Buffer {
  const parsed = utils.parseKey(line);
  if (parsed instanceof Error) throw parsed;
  return parsed.getPublicSSH();
}

const keys: HomeKeys = {
  client: { privatePem: clientKey.private, authorizedLine: clientKey.public },
  guest: { dropbear: Buffer.alloc(0), publicBlob: publicBlob(hostKey.public) },
};

type Accept = AcceptConnection<ServerChannel>;
const sessions: GuestSession[] = [];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ssh-'));
});

afterEach(async () => {
  for (const session of sessions.splice(0)) session.end();
  await rm(folder, { recursive: true });
});

/** Logs in to a guest that does this with what it is asked for. */
async function logIn(onAsked: (accept: Accept, reject: () => void) => void) {
  const server = new Server({ hostKeys: [hostKey.private] }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (login) => login.accept());
    client.on('session', (accept) => {
      const session = accept();
      session.on('pty', (acceptTerminal) => acceptTerminal?.());
      session.on('exec', onAsked);
      session.on('shell', onAsked);
    });
  });
  const listener = createServer();
  const path = join(folder, `${sessions.length}.sock`);
  await once(listener.listen(path), 'listening');
  const connected = once(listener, 'connection') as Promise<[Socket]>;
  connected.then(([socket]) => server.injectSocket(socket));
  const session = await connectGuest(() => connect(path), keys, abortAfter(5_000));
  sessions.push(session);
  listener.close();
  const [far] = await connected;
  return { session, far };
}

const never = new AbortController().signal;
const terminal = { columns: 80, rows: 24, type: 'xterm' };

describe('a guest’s session', () => {
  it('runs a command, and hears an exit that comes with the opening', async () => {
    const { session } = await logIn((accept) => {
      const channel = accept();
      channel.write('hello');
      channel.exit(7);
      channel.end();
    });
    expect(await session.run('true', never)).toEqual({ code: 7, output: 'hello' });
  });

  it('gives 128 and its number for a signal that ended a command', async () => {
    const { session } = await logIn((accept) => {
      const channel = accept();
      channel.exit('KILL');
      channel.end();
    });
    expect((await session.run('kill -9 $$', never)).code).toBe(137);
  });

  const openings: Readonly<Record<string, (session: GuestSession, signal: AbortSignal) => Promise<unknown>>> =
    {
      'run a command': (session, signal) => session.start('true', signal),
      'run a command to its end': (session, signal) => session.run('true', signal),
      'open a shell': (session, signal) => session.shell(terminal, signal),
      'connect to a socket': (session, signal) => session.connectSocket('/run/docker.sock', signal),
    };

  it.each(Object.keys(openings))('to %s: gives up on a guest that froze after the login', async (name) => {
    const { session, far } = await logIn(() => undefined);
    far.pause();
    await expect(openings[name]?.(session, never)).rejects.toMatchObject({
      code: 'guest-unreachable',
      message: expect.stringMatching(/did not (run "true"|open a shell|connect to .*): .*within 20 s/),
      hint: expect.stringContaining('slipway restart'),
    });
  });

  it.each(Object.keys(openings))('to %s: stops waiting when told to', async (name) => {
    const { session, far } = await logIn(() => undefined);
    far.pause();
    const controller = new AbortController();
    const opening = openings[name]?.(session, controller.signal);
    controller.abort(new Error('left'));
    await expect(opening).rejects.toThrow('left');
  });

  it('closes a channel that opens too late', async () => {
    let acceptLate: Accept | undefined;
    const { session } = await logIn((accept) => {
      acceptLate = accept;
    });
    await expect(session.start('true', never)).rejects.toMatchObject({ code: 'guest-unreachable' });
    const channel = acceptLate?.();
    channel?.resume();
    await new Promise((resolve) => channel?.once('close', resolve));
  });

  it('says what was refused, and that a connection that has ended opens nothing', async () => {
    const { session } = await logIn((_, reject) => reject());
    await expect(session.shell(terminal, never)).rejects.toMatchObject({
      code: 'guest-unreachable',
      message: expect.stringContaining('did not open a shell'),
    });
    session.end();
    await session.closed;
    await expect(session.shell(terminal, never)).rejects.toMatchObject({ code: 'guest-unreachable' });
  });

  it('says at once that the key is refused', async () => {
    const server = new Server({ hostKeys: [hostKey.private] }, (client) => {
      client.on('error', () => undefined);
      client.on('authentication', (login) => login.reject());
    });
    const listener = createServer((socket) => server.injectSocket(socket));
    const path = join(folder, 'refusing.sock');
    await once(listener.listen(path), 'listening');
    await expect(connectGuest(() => connect(path), keys, abortAfter(5_000))).rejects.toMatchObject({
      code: 'guest-unreachable',
      message: expect.stringContaining('refuses the key'),
    });
    listener.close();
  });

  it('cuts the connection to a guest that does not take leave', async () => {
    const { session, far } = await logIn(() => undefined);
    far.pause();
    session.end();
    await session.closed;
  });
});
