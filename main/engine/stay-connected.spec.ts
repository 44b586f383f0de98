import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { poll } from '../util/wait.ts';
import { stayConnected } from './stay-connected.ts';

it('is a client of the engine until it is let go', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stay-'));
  const path = join(folder, 'docker.sock');
  let [asked, connected] = ['', 0];
  const engine = createServer((request, response) => {
    asked = request.url ?? '';
    response.write('');
    response.flushHeaders();
  });
  engine.on('connection', (socket) => {
    connected += 1;
    socket.once('close', () => {
      connected -= 1;
    });
  });
  await new Promise<void>((resolve) => engine.listen(path, resolve));
  try {
    const leave = stayConnected(path);
    await poll(5, AbortSignal.timeout(2_000), () => asked || undefined);
    expect(asked).toMatch(/^\/events\?/);
    expect(connected).toBe(1);
    leave();
    await poll(5, AbortSignal.timeout(2_000), () => (connected === 0 ? true : undefined));
  } finally {
    engine.close();
    await rm(folder, { recursive: true, force: true });
  }
});

it('does nothing where there is no engine', async () => {
  const leave = stayConnected('/nowhere/docker.sock');
  await new Promise((resolve) => setTimeout(resolve, 20));
  leave();
});
