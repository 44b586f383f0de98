import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { abortAfter, poll } from '../util/wait.ts';
import { EndpointError } from './endpoint-error.ts';
import { type EngineRelay, relayEngine } from './engine-relay.ts';

let folder: string;
let relay: EngineRelay;
let streams: Duplex[];
const clients: Socket[] = [];

const lost = new EndpointError('engine', { message: 'build has no engine that runs.', hint: 'Start it.' });

beforeEach(async () => {
  folder = await mkdtemp('/tmp/slrelay-');
  streams = [];
  const dialer = {
    async connect() {
      const stream = new Duplex({ read: () => undefined, write: (_, __, done) => done() });
      streams.push(stream);
      return stream;
    },
    close: async () => undefined,
  };
  relay = await relayEngine(join(folder, 'engine.sock'), dialer, 'build');
});

afterEach(async () => {
  for (const client of clients) client.destroy();
  await relay.close();
  await rm(folder, { recursive: true, force: true });
});

/** A client, and the stream to the engine that it was joined with. */
async function joined(): Promise<{ readonly client: Socket; readonly stream: Duplex }> {
  const before = streams.length;
  const client = connect(join(folder, 'engine.sock'));
  clients.push(client);
  client.on('error', () => undefined);
  const stream = await poll(5, abortAfter(5_000), () => streams[before]);
  // It is piped once it has been given.
  await poll(5, abortAfter(5_000), () => stream.listenerCount('data') > 0 || undefined);
  return { client, stream };
}

it('tells why a connection that stood has ended, until a later one has brought an answer', async () => {
  const first = await joined();
  first.stream.destroy(lost);
  await once(first.client.resume(), 'close');
  expect(relay.failure()).toBe(lost);
  const second = await joined();
  expect(relay.failure()).toBe(lost);
  second.stream.push('HTTP/1.1 200 OK\r\n');
  await once(second.client, 'data');
  expect(relay.failure()).toBeUndefined();
});

it('takes no end for a failure that comes behind an answer, or behind a client that has left', async () => {
  const first = await joined();
  first.stream.push('HTTP/1.1 200 OK\r\n');
  await once(first.client, 'data');
  first.stream.destroy(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
  await once(first.client.resume(), 'close');
  expect(relay.failure()).toBeUndefined();
  const second = await joined();
  second.client.destroy();
  // That it has left is noticed when it is told something.
  await poll(5, abortAfter(5_000), () => {
    second.stream.push('x');
    return relay.connections() === 0 || undefined;
  });
  second.stream.destroy(lost);
  await new Promise((resolve) => second.stream.once('close', resolve));
  expect(relay.failure()).toBeUndefined();
});
