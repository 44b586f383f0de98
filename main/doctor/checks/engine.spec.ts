import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HomePaths } from '../../home/paths.ts';
import { never } from '../../util/wait.ts';
import { fakeHost, makeHome, statusOf, viewOf } from '../fakes/fake-view.ts';
import { checkClock, checkEngine, checkGuestDisk, clockDifference } from './engine.ts';

let paths: HomePaths;
const servers: Server[] = [];

beforeEach(async () => {
  paths = await makeHome();
});
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  await rm(paths.home, { recursive: true, force: true });
});

/** An engine that answers a ping on a socket, at a time of its own. */
async function answer(path: string, date = new Date()): Promise<void> {
  const server = createServer((_, response) => response.setHeader('Date', date.toUTCString()).end('OK'));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(path, resolve));
}

const running = () => {
  const engine = { version: '28.5.2', apiVersion: '1.51' };
  return viewOf(paths, { status: statusOf(paths, { state: 'running', engine }) });
};

describe('the engine', () => {
  it('is asked on the socket of its clients', async () => {
    await answer(paths.dockerSocket);
    expect(await checkEngine(running(), never)).toMatchObject({
      verdict: 'ok',
      message: expect.stringMatching(/^Docker 28\.5\.2 answers on .*docker\.sock, in \d+ ms\.$/),
    });
  });

  it('is a failure where it does not answer there, and skipped where it does not run', async () => {
    await expect(checkEngine(running(), never)).rejects.toMatchObject({ code: 'engine-unreachable' });
    const asleep = viewOf(paths, { status: statusOf(paths, { state: 'sleeping' }) });
    expect(await checkEngine(asleep, never)).toMatchObject({ verdict: 'skipped' });
  });
});

describe('the clock', () => {
  it.each([
    [0, 'ok'],
    [-10_000, 'warning'],
    [3_600_000, 'failure'],
  ])('that is %d ms off is: %s', async (off, verdict) => {
    await answer(paths.ownSocket, new Date(Date.now() + off));
    expect(await checkClock(running(), never)).toMatchObject({ verdict });
  });

  it('is told to a second, which counts for nothing', () => {
    expect(clockDifference(5_000, 5_999, 6_000)).toBe(0);
    expect(clockDifference(5_000, 6_100, 6_200)).toBe(-100);
    expect(clockDifference(5_000, 4_000, 4_700)).toBe(300);
  });
});

describe('the guest’s disk', () => {
  const filled = (usedBytes: number, freeBytes: number) => ({
    ...running(),
    host: fakeHost({
      'disk.usage': async () => ({
        file: { path: paths.dataDisk, lengthBytes: 100, usedBytes: 50 },
        fileSystem: { usedBytes, freeBytes },
        ...{ sleepBytes: 0, templateBytes: 0, snapshotsBytes: 0, nodesBytes: 0, logsBytes: 0 },
      }),
    }),
  });

  it.each([
    [50, 50, 'ok'],
    [95, 5, 'warning'],
    [99, 1, 'failure'],
  ])('with %d used and %d free is: %s', async (used, free, verdict) => {
    const found = await checkGuestDisk(filled(used * 1e9, free * 1e9));
    expect(found).toMatchObject({ verdict, message: expect.stringContaining('of 100 GB are free') });
    if (verdict !== 'ok') expect(found.hint).toContain('slipway docker system prune');
  });
});
