import { expect, it } from 'vitest';
import { abortAfter, poll } from '../util/wait.ts';
import { serveEngine } from './fakes/engine-server.ts';
import { stayConnected } from './stay-connected.ts';

it('is a client of the engine until it is let go', async () => {
  let [asked, connected] = ['', 0];
  const engine = await serveEngine((request, response) => {
    asked = request.url ?? '';
    response.write('');
    response.flushHeaders();
  });
  engine.http.on('connection', (socket) => {
    connected += 1;
    socket.once('close', () => {
      connected -= 1;
    });
  });
  try {
    const leave = stayConnected(engine.socketPath);
    await poll(5, abortAfter(2_000), () => asked || undefined);
    expect(asked).toMatch(/^\/events\?/);
    expect(connected).toBe(1);
    leave();
    await poll(5, abortAfter(2_000), () => (connected === 0 ? true : undefined));
  } finally {
    await engine.close();
  }
});

it('does nothing where there is no engine', async () => {
  const leave = stayConnected('/nowhere/docker.sock');
  await new Promise((resolve) => setTimeout(resolve, 20));
  leave();
});
