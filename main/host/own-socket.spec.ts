import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Relay } from '../forward/relay.ts';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import { abortAfter } from '../util/wait.ts';
import type { Supervisor } from '../vm/supervisor.ts';
import { openOwnSocket, pingBeside } from './own-socket.ts';

let paths: HomePaths;
let engine: Server;
/** All that were made to it. */
let connections: Socket[];
let answers: boolean;
let status: string;
/** Where clients ask. */
let listener: Server;
let own: Relay;
let kind: string;
const connectEngine = vi.fn(async () => connect(paths.engineForward));

beforeEach(async () => {
  paths = homePaths(await mkdtemp(join(tmpdir(), 'own-')));
  await prepareHome(paths);
  connections = [];
  engine = createServer((socket) => {
    connections.push(socket);
    socket.on('data', () => {
      if (answers) socket.write(`HTTP/1.1 ${status}\r\nContent-Length: 2\r\n\r\nOK`);
    });
    socket.on('error', () => undefined);
  });
  answers = true;
  status = '200 OK';
  await new Promise<void>((resolve) => engine.listen(paths.engineForward, resolve));
  listener = createServer();
  await new Promise<void>((resolve) => listener.listen(paths.dockerSocket, resolve));
  connectEngine.mockClear();
  const supervisor = { view: () => ({ state: { kind } }), connectEngine };
  own = await openOwnSocket(paths.ownSocket, supervisor as unknown as Supervisor);
});
afterEach(async () => {
  await own.close();
  for (const connection of connections) connection.destroy();
  for (const server of [engine, listener]) await new Promise((resolve) => server.close(resolve));
  await rm(paths.home, { recursive: true, force: true });
});

const { signal } = new AbortController();

it('leads to the engine of a VM that runs', async () => {
  kind = 'running';
  await pingBeside(paths)(true, signal);
  expect(connectEngine).toHaveBeenCalledOnce();
});

it('keeps a connection for a few pings, and tries then whether new ones can be made', async () => {
  kind = 'running';
  const ping = pingBeside(paths);
  for (const made of [1, 1, 1, 2, 2, 2, 3]) {
    await ping(true, signal);
    expect(connectEngine).toHaveBeenCalledTimes(made);
  }
});

it('does not call an engine silent whose connection is gone', async () => {
  kind = 'running';
  const ping = pingBeside(paths);
  await ping(true, signal);
  connections[0]?.destroy();
  await ping(true, signal);
  expect(connectEngine).toHaveBeenCalledTimes(2);
});

it('asks once where the engine refuses', async () => {
  kind = 'running';
  const ping = pingBeside(paths);
  await ping(true, signal);
  status = '500 Internal Server Error';
  await expect(ping(true, signal)).rejects.toMatchObject({ status: 500 });
  expect(connectEngine).toHaveBeenCalledOnce();
});

it('calls one silent that is connected and says nothing, and asks on another connection afterwards', async () => {
  kind = 'running';
  const ping = pingBeside(paths);
  await ping(true, signal);
  answers = false;
  await expect(ping(true, abortAfter(100))).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(connectEngine).toHaveBeenCalledOnce();
  answers = true;
  await ping(true, signal);
  expect(connectEngine).toHaveBeenCalledTimes(2);
});

it.each(['sleeping', 'suspending', 'preparing', 'stopped'])(
  'refuses at once, and wakes nobody: %s',
  async (now) => {
    kind = now;
    const asking = connect(paths.ownSocket);
    asking.resume();
    await once(asking, 'close');
    expect(connectEngine).not.toHaveBeenCalled();
  },
);

it('does not call an engine well whose clients have no socket, nor one that answers beside it alone', async () => {
  kind = 'running';
  await new Promise((resolve) => listener.close(resolve));
  const ping = pingBeside(paths);
  await expect(ping(true, signal)).rejects.toThrow('docker.sock');
  await expect(ping(false, signal)).rejects.toThrow('docker.sock');
});

it('wakes nobody with a ping that was given up before it was sent: its VM was put to sleep meanwhile', async () => {
  const clients: Socket[] = [];
  listener.on('connection', (client) => clients.push(client.destroy()));
  await expect(pingBeside(paths)(false, AbortSignal.abort(new Error('asleep')))).rejects.toThrow('asleep');
  // Whoever connects now is heard of after whoever has connected before.
  const later = connect(paths.dockerSocket);
  later.resume();
  await once(later, 'close');
  expect(clients).toHaveLength(1);
});
