import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { abortAfter, untilAborted } from '../../util/wait.ts';
import { type EngineServer, serveEngine } from '../fakes/engine-server.ts';
import { type AnswerCall, serveGrpc } from '../fakes/grpc-server.ts';
import { type GrpcConnection, openGrpc } from './open-grpc.ts';

let engine: EngineServer | undefined;
let connection: GrpcConnection | undefined;

afterEach(async () => {
  connection?.close();
  await engine?.close();
});

async function connectTo(answers: Readonly<Record<string, AnswerCall>>): Promise<GrpcConnection> {
  engine = await serveGrpc(answers);
  connection = await openGrpc(engine.socketPath, abortAfter(5_000));
  return connection;
}

async function ask(method: string, signal = abortAfter(5_000)): Promise<readonly string[]> {
  const said: string[] = [];
  for await (const message of connection?.call(method, Buffer.from('tide'), signal) ?? [])
    said.push(message.toString());
  return said;
}

test('reads what a method answers, to its end', async () => {
  await connectTo({
    async *'/tides/Repeat'(message) {
      yield message;
      yield Buffer.alloc(100_000, 'x');
    },
    async *'/tides/Nothing'() {},
  });
  expect(await ask('/tides/Repeat')).toEqual(['tide', 'x'.repeat(100_000)]);
  expect(await ask('/tides/Nothing')).toEqual([]);
});

test('throws a refusal, behind answers and in the place of any', async () => {
  await connectTo({
    async *'/tides/Fail'() {
      yield Buffer.from('ebb');
      throw Object.assign(new Error('ran aground: 100 %'), { status: 5 });
    },
  });
  await expect(ask('/tides/Fail')).rejects.toMatchObject({ status: 5, message: 'ran aground: 100 %' });
  await expect(ask('/tides/Unknown')).rejects.toMatchObject({ status: 12, message: 'unknown method' });
});

test('cancels a call whose reader leaves or whose signal aborts, and no other', async () => {
  const left: string[] = [];
  const wait: (name: string) => AnswerCall = (name) =>
    async function* (_, signal) {
      yield Buffer.from(name);
      await untilAborted(signal).catch(() => left.push(name));
    };
  const { call } = await connectTo({ '/tides/Ebb': wait('ebb'), '/tides/Flow': wait('flow') });
  for await (const message of call('/tides/Ebb', Buffer.alloc(0), abortAfter(5_000))) {
    expect(message.toString()).toBe('ebb');
    break;
  }
  await expect.poll(() => left).toEqual(['ebb']);
  const stop = new AbortController();
  const flow = call('/tides/Flow', Buffer.alloc(0), stop.signal);
  await flow.next();
  stop.abort(new Error('turned'));
  await expect(flow.next()).rejects.toThrow('turned');
  await expect.poll(() => left).toEqual(['ebb', 'flow']);
});

test('tells of a connection that ends before the answer does', async () => {
  const { call, close } = await connectTo({
    async *'/tides/Wait'(_, signal) {
      yield Buffer.from('tide');
      await untilAborted(signal);
    },
  });
  const waiting = call('/tides/Wait', Buffer.alloc(0), abortAfter(5_000));
  await waiting.next();
  close();
  await expect(waiting.next()).rejects.toThrow();
});

test('may be closed before anything was asked', async () => {
  for (let round = 0; round < 5; round += 1) {
    await connectTo({});
    connection?.close();
    await engine?.close();
  }
  // What Node would throw then, it throws where nobody catches it.
  await setImmediate();
});

test('says of an engine that offers no gRPC what that one answers, and waits no longer than is wanted', async () => {
  engine = await serveEngine((_, response) => response.writeHead(404).end('no such page'));
  await expect(openGrpc(engine.socketPath, abortAfter(5_000))).rejects.toThrow(
    'no gRPC (HTTP status 404: no such page)',
  );
  await engine.close();
  engine = await serveEngine(() => undefined);
  await expect(openGrpc(engine.socketPath, abortAfter(100))).rejects.toMatchObject({ name: 'TimeoutError' });
});
