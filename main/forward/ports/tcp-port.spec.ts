import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PortBinding } from '../../contract/ports.ts';
import { abortAfter, delay, poll } from '../../util/wait.ts';
import { listenOnPort } from './listen.ts';
import type { OpenPort } from './open-port.ts';

/** The container: it answers with what it was told, once all has been said. */
let container: Server;
let serve: (socket: Socket) => void;
let opened: OpenPort | undefined;
let reach: (signal: AbortSignal) => Promise<Duplex>;
const changes: number[] = [];

beforeEach(async () => {
  serve = (socket) => void everything(socket).then((said) => socket.end(said));
  container = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    serve(socket);
  });
  container.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 });
  await once(container, 'listening');
  reach = async () => connect({ port: portOf(container), host: '127.0.0.1', allowHalfOpen: true });
});

afterEach(async () => {
  await opened?.close();
  opened = undefined;
  await new Promise((resolve) => container.close(resolve));
});

/** All that a stream says, the stream being left alone (which `stream/consumers` does not: it destroys it). */
function everything(stream: Duplex): Promise<string> {
  let said = '';
  stream.on('data', (chunk: Buffer) => {
    said += String(chunk);
  });
  return new Promise((resolve, reject) => {
    stream.once('end', () => resolve(said));
    stream.once('error', reject);
  });
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function publish(address = '127.0.0.1'): Promise<PortBinding> {
  const binding = { protocol: 'tcp', address, port: await freePort() } as const;
  opened = await listenOnPort(
    binding,
    { connect: (signal) => reach(signal), datagramPort: async () => 0 },
    () => changes.push(opened?.connections() ?? 0),
  );
  return binding;
}

async function visit(port: number, host = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port, host, allowHalfOpen: true });
  await once(socket, 'connect');
  return socket;
}

describe('a published port of TCP', () => {
  it('serves whoever has said all, and whoever did so before the container could be reached', async () => {
    let wake: () => void = () => undefined;
    const awake = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const direct = reach;
    reach = async (signal) => {
      await awake;
      return direct(signal);
    };
    const { port } = await publish();
    const visitor = await visit(port);
    visitor.end('hello');
    await delay(50);
    expect(opened?.connections()).toBe(1);
    wake();
    expect(await everything(visitor)).toBe('hello');
  });

  it('takes a thousand at once', async () => {
    const { port } = await publish();
    const numbers = Array.from({ length: 1_000 }, (_, at) => String(at));
    const answers = await Promise.all(
      numbers.map(async (said) => {
        const visitor = await visit(port);
        visitor.end(said);
        return everything(visitor);
      }),
    );
    expect(answers).toEqual(numbers);
    await poll(10, abortAfter(5_000), () => (opened?.connections() === 0 ? true : undefined));
  });

  it('keeps those that say nothing, and ends them when it is dropped', async () => {
    const { port } = await publish();
    const visitor = await visit(port);
    await poll(10, abortAfter(5_000), () => (opened?.connections() === 1 ? true : undefined));
    await delay(300);
    expect(visitor.readyState).toBe('open');
    opened?.drop();
    await once(visitor.resume(), 'end');
    visitor.destroy();
    // It listens on.
    const next = await visit(port);
    next.end('again');
    expect(await everything(next)).toBe('again');
  });

  it('is bound to the address that was asked for alone', async () => {
    const { port } = await publish('::1');
    await expect(visit(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    (await visit(port, '::1')).destroy();
  });

  it('closes a connection whose container is not to be reached', async () => {
    reach = async () => Promise.reject(new Error('asleep for good'));
    const { port } = await publish();
    const visitor = await visit(port);
    expect(await everything(visitor)).toBe('');
  });
});

describe('a port that cannot be had', () => {
  it('names who has it', async () => {
    const port = portOf(container);
    const taken = listenOnPort(
      { protocol: 'tcp', address: '0.0.0.0', port },
      { connect: reach, datagramPort: async () => 0 },
      () => undefined,
    );
    await expect(taken).rejects.toMatchObject({
      code: 'port-unavailable',
      message: expect.stringMatching(
        process.platform === 'linux'
          ? new RegExp(
              `^Port 0\\.0\\.0\\.0:${port} of this computer is taken by process ${process.pid} \\(.+\\)\\.$`,
            )
          : new RegExp(`^Port 0\\.0\\.0\\.0:${port} of this computer is taken by`),
      ),
      hint: expect.stringMatching(/publish another port|run it again/),
    });
  });

  it('says of an address that this computer does not have it', async () => {
    await expect(
      listenOnPort(
        { protocol: 'tcp', address: '203.0.113.9', port: 8080 },
        { connect: reach, datagramPort: async () => 0 },
        () => undefined,
      ),
    ).rejects.toMatchObject({ message: expect.stringContaining('no address 203.0.113.9') });
  });
});
