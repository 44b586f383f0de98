import { createSocket, Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { abortAfter, delay, poll } from '../../util/wait.ts';
import { listenOnPort } from './listen.ts';
import type { OpenPort } from './open-port.ts';
import { openUdpPortWithin, type UdpLimits } from './udp-port.ts';

const limits: UdpLimits = { mostSenders: 3, idleMs: 60_000, mostWaiting: 2 };
/** The container: it answers what it was told, with the port of whoever asked. */
let container: Socket;
let opened: OpenPort | undefined;
let reach: (signal: AbortSignal) => Promise<number>;
const sockets: Socket[] = [];

beforeEach(async () => {
  container = await bound();
  container.on('message', (said, from) =>
    container.send(`${said} from ${from.port}`, from.port, from.address),
  );
  reach = async () => container.address().port;
});

afterEach(async () => {
  await opened?.close();
  opened = undefined;
  for (const socket of sockets.splice(0)) socket.close();
});

async function bound(): Promise<Socket> {
  const socket = createSocket('udp4');
  sockets.push(socket);
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
}

async function publish(more: Partial<UdpLimits> = {}): Promise<number> {
  const port = await freePort();
  opened = await openUdpPortWithin(
    { ...limits, ...more },
    { protocol: 'udp', address: '127.0.0.1', port },
    { connect: () => Promise.reject(new Error('no stream')), datagramPort: (signal) => reach(signal) },
    () => undefined,
  );
  return port;
}

async function ask(socket: Socket, port: number, said: string): Promise<string> {
  socket.send(said, port, '127.0.0.1');
  const [message] = await once(socket, 'message', { signal: abortAfter(5_000) });
  return String(message);
}

describe('a published port of UDP', () => {
  it('answers each sender by itself, and remembers it', async () => {
    const port = await publish();
    const [one, other] = [await bound(), await bound()];
    const [first, second] = await Promise.all([ask(one, port, 'a'), ask(other, port, 'b')]);
    expect(first).toMatch(/^a from /);
    expect(second).toMatch(/^b from /);
    expect(first.split(' ').at(-1)).not.toBe(second.split(' ').at(-1));
    expect(await ask(one, port, 'a')).toBe(first);
    expect(opened?.connections()).toBe(2);
  });

  it('forgets the sender that was silent for longest when there are too many', async () => {
    const port = await publish();
    const senders = await Promise.all([bound(), bound(), bound(), bound()]);
    const before: string[] = [];
    for (const [at, sender] of senders.entries()) {
      if (at === 3) await ask(senders[0] as Socket, port, 'again');
      before.push(await ask(sender, port, 'x'));
    }
    expect(opened?.connections()).toBe(3);
    expect(await ask(senders[0] as Socket, port, 'x')).toBe(before[0]);
    expect(await ask(senders[1] as Socket, port, 'x')).not.toBe(before[1]);
  });

  it('lets go of what comes from port 0, to which no answer can be sent', async () => {
    const binds = vi.spyOn(Socket.prototype, 'bind');
    const port = await publish();
    const listener = binds.mock.contexts.at(-1) as Socket | undefined;
    binds.mockRestore();
    listener?.emit('message', Buffer.from('x'), { address: '127.0.0.1', family: 'IPv4', port: 0, size: 1 });
    await delay(100);
    expect(opened?.connections()).toBe(0);
    expect(await ask(await bound(), port, 'y')).toMatch(/^y from /);
  });

  it('forgets whoever is silent', async () => {
    const port = await publish({ idleMs: 100 });
    await ask(await bound(), port, 'x');
    await poll(20, abortAfter(5_000), () => (opened?.connections() === 0 ? true : undefined));
  });

  it('keeps a few datagrams for a container that cannot be reached yet, and no more', async () => {
    let wake: () => void = () => undefined;
    const awake = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const direct = reach;
    reach = async (signal) => {
      await awake;
      return direct(signal);
    };
    const port = await publish();
    const sender = await bound();
    const answers: string[] = [];
    sender.on('message', (message) => answers.push(String(message).split(' ')[0] ?? ''));
    for (const said of ['1', '2', '3']) sender.send(said, port, '127.0.0.1');
    await delay(100);
    // What is dropped for a sleep is what is served: these still wait.
    opened?.drop();
    wake();
    await poll(20, abortAfter(5_000), () => (answers.length === 2 ? true : undefined));
    await delay(50);
    expect(answers).toEqual(['1', '2']);
  });

  it('forgets a sender whose container is not to be reached', async () => {
    reach = async () => Promise.reject(new Error('asleep for good'));
    const port = await publish();
    (await bound()).send('x', port, '127.0.0.1');
    await delay(100);
    expect(opened?.connections()).toBe(0);
  });

  it('names who has it', async () => {
    const { port } = container.address();
    await expect(
      listenOnPort(
        { protocol: 'udp', address: '127.0.0.1', port },
        { connect: () => Promise.reject(new Error('no stream')), datagramPort: reach },
        () => undefined,
      ),
    ).rejects.toMatchObject({
      code: 'port-unavailable',
      message: expect.stringMatching(
        process.platform === 'linux'
          ? `^UDP port 127.0.0.1:${port} .* taken by process ${process.pid} `
          : 'taken',
      ),
    });
  });
});
