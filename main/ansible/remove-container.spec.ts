import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { engineAt } from '../engine/connection.ts';
import { type EngineServer, serveEngine } from '../engine/fakes/engine-server.ts';
import { removePlaybookContainer, removingAfter } from './remove-container.ts';

let server: EngineServer;
/** What the engine answers, one after the other; then that there is none. */
let answers: number[];
let asked: number;

beforeEach(async () => {
  [answers, asked] = [[], 0];
  server = await serveEngine(({ method, url }, response) => {
    expect(`${method} ${url}`).toContain('DELETE /containers/gull?');
    asked += 1;
    const status = answers.shift() ?? 404;
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(status === 204 ? '' : JSON.stringify({ message: 'no' }));
  });
});

afterEach(() => server.close());

const remove = (code: number | null, withinMs?: number) =>
  removePlaybookContainer(engineAt(server.socketPath), 'gull', code, withinMs);

it.each([0, 2, 99])('asks once where the playbook came to its end (%i)', async (code) => {
  await remove(code);
  expect(asked).toBe(1);
});

it.each([null, 130])('waits for one that is still being made when docker is ended (%s)', async (code) => {
  answers = [404, 404, 204];
  await remove(code);
  expect(asked).toBe(3);
});

it('waits no longer than that takes, and not where it is there or on its way out', async () => {
  await remove(null, 0);
  expect(asked).toBe(1);
  for (const there of [204, 409]) {
    [answers, asked] = [[there], 0];
    await remove(null);
    expect(asked).toBe(1);
  }
});

it('says why it may be left', async () => {
  answers = [500];
  await expect(remove(0)).rejects.toThrow();
});

it('is removed once docker was started, however that ends, and not before', async () => {
  const removed = vi.fn(async (_: number | null) => undefined);
  const after = (run: (onStarted: () => void) => Promise<number>) =>
    removingAfter(run, (code) => code, removed);
  const missing = new Error('no docker');
  await expect(after(() => Promise.reject(missing))).rejects.toBe(missing);
  expect(removed).not.toHaveBeenCalled();
  const gone = after(async (onStarted) => {
    onStarted();
    throw missing;
  });
  await expect(gone).rejects.toBe(missing);
  const ended = after(async (onStarted) => {
    onStarted();
    return 2;
  });
  expect(await ended).toBe(2);
  expect(removed.mock.calls).toEqual([[null], [2]]);
});
