import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { hostRequests } from '../contract/host.ts';
import type { Handlers } from '../contract/requests.ts';
import { createDispatch } from '../control/dispatch.ts';
import { type ControlServer, serveControl } from '../control/server.ts';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import { mindHost } from './mind-host.ts';

const soon = { answerMs: 60, lookMs: 20 } as const;
const frozen = expect.objectContaining({ code: 'host-unresponsive' });

let paths: HomePaths;
let end: () => unknown = () => undefined;
let stop: () => void = () => undefined;

beforeEach(async () => {
  paths = homePaths(await mkdtemp('/tmp/sw-unit-'));
  await prepareHome(paths);
});
afterEach(async () => {
  stop();
  await end();
  await rm(paths.home, { recursive: true, force: true });
});

/** A host that answers until it is told not to. */
async function host(): Promise<{ answers: boolean; server: ControlServer }> {
  const state = { answers: true, server: {} as ControlServer };
  const handlers = {
    'status.get': () => (state.answers ? Promise.resolve({}) : new Promise(() => undefined)),
  } as unknown as Handlers<typeof hostRequests>;
  state.server = await serveControl(paths.controlSocket, createDispatch(hostRequests, handlers));
  end = state.server.close;
  return state;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

it('tells of a host that does not answer from the first', async () => {
  const sockets: Socket[] = [];
  const mute: Server = createServer((socket) => sockets.push(socket)).listen(paths.controlSocket);
  end = () => {
    for (const socket of sockets) socket.destroy();
    mute.close();
  };
  const [atFirst, later] = [vi.fn(), vi.fn()];
  stop = mindHost(paths, { atFirst, later }, soon);
  await vi.waitFor(() => expect(atFirst).toHaveBeenCalledExactlyOnceWith(frozen), { timeout: 8_000 });
  expect(later).not.toHaveBeenCalled();
});

it('tells once of a host that falls silent in the midst, and of none that answers', async () => {
  const state = await host();
  const [atFirst, later] = [vi.fn(), vi.fn()];
  stop = mindHost(paths, { atFirst, later }, soon);
  await pause(200);
  expect(later).not.toHaveBeenCalled();
  state.answers = false;
  await vi.waitFor(() => expect(later).toHaveBeenCalledWith(frozen), { timeout: 8_000 });
  await pause(150);
  expect(later).toHaveBeenCalledOnce();
  expect(atFirst).not.toHaveBeenCalled();
});

it('tells nothing of a host that leaves, of none at all, and once it is stopped', async () => {
  const [atFirst, later] = [vi.fn(), vi.fn()];
  mindHost(paths, { atFirst, later }, soon);
  const leaving = await host();
  stop = mindHost(paths, { atFirst, later }, soon);
  await vi.waitFor(() => expect(leaving.server.clients()).toBe(1), { timeout: 8_000 });
  await pause(50);
  await leaving.server.close();
  const state = await host();
  stop = mindHost(paths, { atFirst, later }, soon);
  await vi.waitFor(() => expect(state.server.clients()).toBe(1), { timeout: 8_000 });
  stop();
  state.answers = false;
  await pause(200);
  expect(later).not.toHaveBeenCalled();
  expect(atFirst).not.toHaveBeenCalled();
});
