import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Relay } from '../forward/relay.ts';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import type { Supervisor } from '../vm/supervisor.ts';
import { openOwnSocket, pingBeside } from './own-socket.ts';

let paths: HomePaths;
let engine: Server;
let own: Relay;
let kind: string;
const connectEngine = vi.fn(async () => connect(paths.engineForward));

beforeEach(async () => {
  paths = homePaths(await mkdtemp(join(tmpdir(), 'own-')));
  await prepareHome(paths);
  engine = createServer((socket) => {
    socket.once('data', () =>
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK'),
    );
  });
  await new Promise<void>((resolve) => engine.listen(paths.engineForward, resolve));
  connectEngine.mockClear();
  const supervisor = { view: () => ({ state: { kind } }), connectEngine };
  own = await openOwnSocket(paths.ownSocket, supervisor as unknown as Supervisor);
});
afterEach(async () => {
  await own.close();
  await new Promise((resolve) => engine.close(resolve));
  await rm(paths.home, { recursive: true, force: true });
});

const { signal } = new AbortController();

it('leads to the engine of a VM that runs', async () => {
  kind = 'running';
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(paths.dockerSocket, resolve));
  await pingBeside(paths, true, signal);
  expect(connectEngine).toHaveBeenCalledOnce();
  await new Promise((resolve) => listener.close(resolve));
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
  await expect(pingBeside(paths, true, signal)).rejects.toThrow('docker.sock');
  await expect(pingBeside(paths, false, signal)).rejects.toThrow('docker.sock');
});
