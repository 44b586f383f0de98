import { afterEach, expect, test } from 'vitest';
import type { EngineServer } from '../../engine/fakes/engine-server.ts';
import { type AnswerCall, serveGrpc } from '../../engine/fakes/grpc-server.ts';
import { abortAfter, untilAborted } from '../../util/wait.ts';
import { withBuildControl } from './build-control.ts';
import type { SolveStatus } from './solve-status.ts';

let engine: EngineServer;

afterEach(() => engine.close());

/** Reads the progress of a build called `ebb`, which is answered like this. */
async function readStatus(answer: AnswerCall, signal = abortAfter(5_000)): Promise<readonly SolveStatus[]> {
  engine = await serveGrpc({ '/moby.buildkit.v1.Control/Status': answer });
  return withBuildControl(engine.socketPath, 'read the steps of the build', signal, async (control) => {
    const told: SolveStatus[] = [];
    for await (const status of control.status('ebb', signal)) told.push(status);
    return told;
  });
}

test('reads the progress of the build that is named', async () => {
  const told = await readStatus(async function* (message) {
    expect(message.toString('hex')).toBe('0a03656262');
    yield Buffer.from('1a080a0273312202686f', 'hex');
    yield Buffer.alloc(0);
  });
  expect(told.map(({ logs }) => logs?.map(({ vertex, data }) => `${vertex} ${data}`))).toEqual([
    ['s1 ho'],
    [],
  ]);
});

test.each([
  ['no such job ebb', 5, 'not-found', 'BuildKit does not remember it any more.'],
  ['rpc error: code = Unknown desc = the sea is shut', 2, 'engine-request-failed', 'the sea is shut'],
])('says why it cannot be done (%s)', async (words, status, code, message) => {
  const refused = readStatus(async function* () {
    yield Buffer.alloc(0);
    throw Object.assign(new Error(words), { status });
  });
  await expect(refused).rejects.toMatchObject({
    ...{ code, message: `Could not read the steps of the build: ${message}` },
  });
});

test('says so where an answer cannot be read, and leaves when nobody waits any more', async () => {
  const garbled = readStatus(async function* () {
    yield Buffer.from('0aff', 'hex');
  });
  await expect(garbled).rejects.toMatchObject({
    message: expect.stringMatching(/^Could not read the steps/),
  });
  await engine.close();
  const waiting = readStatus(async function* (_, signal) {
    yield Buffer.alloc(0);
    await untilAborted(signal).catch(() => undefined);
  }, abortAfter(100));
  await expect(waiting).rejects.toMatchObject({ name: 'TimeoutError' });
});
