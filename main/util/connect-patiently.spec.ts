import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectPatiently } from './connect-patiently.ts';
import { abortAfter } from './wait.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'connect-'));
  path = join(folder, 'socket');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Another process that listens with room for one, does nothing for a while, and then greets whoever comes. */
async function slowListener(pauseMs: number) {
  const program = `
    const server = require('node:net').createServer((socket) => socket.end('hello'));
    server.listen({ path: process.argv[1], backlog: 1 }, () => {
      process.stdout.write('listening');
      setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${pauseMs}), 5);
    });
    setTimeout(() => process.exit(), 20_000);`;
  const child = spawn(process.execPath, ['-e', program, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

describe.skipIf(process.platform === 'win32')('connectPatiently', () => {
  it('waits where the listener has no room, and is served like the first', async () => {
    const child = await slowListener(300);
    try {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const greetings = await Promise.all(
        Array.from({ length: 40 }, async () => {
          const socket = await connectPatiently(path, abortAfter(10_000));
          const [text] = (await once(socket, 'data')) as [Buffer];
          socket.destroy();
          return text.toString();
        }),
      );
      expect(greetings).toEqual(Array(40).fill('hello'));
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('gives up when told to', async () => {
    const child = await slowListener(5_000);
    try {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const tries = Array.from({ length: 10 }, () => connectPatiently(path, abortAfter(200)));
      const outcomes = await Promise.allSettled(tries);
      expect(outcomes.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
      for (const one of outcomes) if (one.status === 'fulfilled') one.value.destroy();
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('tells where nobody listens', async () => {
    await expect(connectPatiently(path, abortAfter(1_000))).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });
});
