import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { abortAfter, delay, orAborted, poll } from '../util/wait.ts';
import { type Relay, startRelay } from './relay.ts';

let folder: string;
let path: string;
let upstreamPath: string;
let upstream: Server;
let serve: (socket: Socket) => void;
let relay: Relay | undefined;
const sockets: Socket[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relay-'));
  path = join(folder, 'docker.sock');
  upstreamPath = join(folder, 'engine.sock');
  upstream = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    serve(socket);
  });
  serve = (socket) => void socket.pipe(socket);
  await new Promise<void>((resolve) => upstream.listen(upstreamPath, resolve));
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await relay?.close();
  relay = undefined;
  await new Promise((resolve) => upstream.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const toUpstream = async (): Promise<Duplex> => connect({ path: upstreamPath, allowHalfOpen: true });

function client(): Socket {
  const socket = connect({ path, allowHalfOpen: true });
  sockets.push(socket);
  return socket;
}

/** All that a stream says, the stream being left alone (which `stream/consumers` does not: it destroys it). */
function everything(stream: Duplex): Promise<Buffer> {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    stream.once('end', () => resolve(Buffer.concat(chunks)));
    stream.once('error', reject);
  });
}

/** A way to the engine that opens when told to. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const signals: AbortSignal[] = [];
  return {
    open,
    signals,
    connect: async (signal: AbortSignal) => {
      signals.push(signal);
      await orAborted(signal, opened);
      return toUpstream();
    },
  };
}

describe('relay', () => {
  it('listens for its owner alone, in the place of a stale socket', async () => {
    const stale = createServer();
    await new Promise<void>((resolve) => stale.listen(path, resolve));
    relay = await startRelay(path, toUpstream);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const asking = client();
    asking.end('hello');
    expect((await everything(asking)).toString()).toBe('hello');
    await relay.close();
    await new Promise((resolve) => stale.close(resolve));
  });

  it('carries much both ways at once, unharmed', async () => {
    relay = await startRelay(path, toUpstream);
    const sent = randomBytes(16 * 1024 * 1024);
    const asking = client();
    const back = everything(asking);
    asking.end(sent);
    const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    expect(digest(await back)).toBe(digest(sent));
  });

  it('answers a client that has ended its own side', async () => {
    serve = (socket) => void everything(socket).then((all) => socket.end(`${all.length} bytes`));
    relay = await startRelay(path, toUpstream);
    const asking = client();
    asking.end('12345');
    expect((await everything(asking)).toString()).toBe('5 bytes');
  });

  it('lets a client speak on when the engine has ended its side', async () => {
    const heard = new Promise<Buffer>((resolve) => {
      serve = (socket) => {
        socket.end('I have said all');
        void everything(socket).then(resolve);
      };
    });
    relay = await startRelay(path, toUpstream);
    const speaking = client();
    expect((await everything(speaking)).toString()).toBe('I have said all');
    speaking.end('but I have not');
    expect((await heard).toString()).toBe('but I have not');
  });

  it('tells how many are connected whenever one comes or goes, waiting or served', async () => {
    const way = gate();
    const counts: number[] = [];
    relay = await startRelay(path, way.connect, (open) => counts.push(open));
    const [first, second] = [client(), client()];
    await poll(10, abortAfter(2_000), () => (counts.length === 2 ? true : undefined));
    first.destroy();
    await poll(10, abortAfter(2_000), () => (counts.length === 3 ? true : undefined));
    way.open();
    second.end('that is all');
    await everything(second);
    await poll(10, abortAfter(2_000), () => (counts.length === 4 ? true : undefined));
    expect(counts).toEqual([1, 2, 1, 0]);
  });

  it('ends with the engine, and forgets the connection', async () => {
    serve = (socket) => void setTimeout(() => socket.destroy(), 20);
    relay = await startRelay(path, toUpstream);
    const asking = client();
    asking.resume();
    await once(asking, 'end');
    asking.end();
    await poll(10, abortAfter(2_000), () => (relay?.connections() === 0 ? true : undefined));
  });

  it('hangs up on the engine when the client is gone', async () => {
    const closed = new Promise<void>((resolve) => {
      serve = (socket) => {
        socket.resume();
        // Speaking to a client that is gone is how it is noticed.
        const speaking = setInterval(() => socket.write('more'), 10);
        socket.once('close', () => {
          clearInterval(speaking);
          resolve();
        });
      };
    });
    relay = await startRelay(path, toUpstream);
    const asking = client();
    await once(asking, 'data');
    asking.destroy();
    await closed;
    await poll(10, abortAfter(2_000), () => (relay?.connections() === 0 ? true : undefined));
  });

  it('closes the connection when there is no engine to connect to', async () => {
    relay = await startRelay(path, async () => connect(join(folder, 'nobody.sock')));
    const asking = client();
    asking.resume();
    await once(asking, 'end');
  });

  it('closes the connection when the way to the engine is refused', async () => {
    relay = await startRelay(path, () => Promise.reject(new Error('stopped')));
    const asking = client();
    asking.resume();
    await once(asking, 'end');
  });

  it('keeps a client waiting and serves it once the engine is there, with all that it said meanwhile', async () => {
    const way = gate();
    relay = await startRelay(path, way.connect);
    const asking = client();
    const sent = randomBytes(3 * 1024 * 1024);
    asking.write(sent);
    await delay(50);
    expect(relay.connections()).toBe(1);
    way.open();
    const back = everything(asking);
    asking.end('the end');
    expect((await back).equals(Buffer.concat([sent, Buffer.from('the end')]))).toBe(true);
  });

  it.each(['', 'DELETE /containers/db HTTP/1.1\r\n\r\n'])(
    'does not do what a client asked for that left while waiting (%j)',
    async (request) => {
      let reached = 0;
      serve = () => {
        reached += 1;
      };
      const way = gate();
      relay = await startRelay(path, way.connect);
      const asking = client();
      await once(asking, 'connect');
      if (request !== '') asking.write(request);
      await poll(10, abortAfter(2_000), () => way.signals[0]);
      asking.destroy();
      await poll(10, abortAfter(2_000), () => (way.signals[0]?.aborted ? true : undefined));
      expect(relay.connections()).toBe(0);
      way.open();
      await delay(50);
      expect(reached).toBe(0);
    },
  );

  it('drops what it serves when told to, and goes on keeping who waits', async () => {
    const way = gate();
    let ways = 0;
    relay = await startRelay(path, (signal) => (++ways === 1 ? toUpstream() : way.connect(signal)));
    const served = client();
    served.resume();
    served.write('hello');
    await once(served, 'data');
    const waiting = client();
    waiting.write('later');
    await poll(10, abortAfter(2_000), () => way.signals[0]);
    relay.drop();
    await once(served, 'end');
    await poll(10, abortAfter(2_000), () => (relay?.connections() === 1 ? true : undefined));
    way.open();
    expect(String((await once(waiting, 'data'))[0])).toBe('later');
  });

  it('lets the engine say its last words to nobody before it hangs up', async () => {
    const failures: Error[] = [];
    const closed = new Promise<Socket>((resolve) => {
      serve = (socket) => {
        socket.resume();
        socket.on('error', (error) => failures.push(error));
        // As the engine does with a stream of events: it hears of the end, and ends its answer.
        socket.once('end', () => setTimeout(() => socket.end('0\r\n\r\n'), 50));
        socket.once('close', () => resolve(socket));
        socket.write('an event');
      };
    });
    relay = await startRelay(path, toUpstream);
    const asking = client();
    await once(asking, 'data');
    relay.drop();
    expect((await closed).bytesWritten).toBe('an event0\r\n\r\n'.length);
    expect(failures).toEqual([]);
  });

  it('drops what is connected or waits when it is closed, and leaves no socket', async () => {
    const way = gate();
    relay = await startRelay(path, way.connect);
    const asking = client();
    asking.resume();
    await poll(10, abortAfter(2_000), () => way.signals[0]);
    await Promise.all([relay.close(), relay.close(), once(asking, 'end')]);
    await poll(10, abortAfter(2_000), () => (way.signals[0]?.aborted ? true : undefined));
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
