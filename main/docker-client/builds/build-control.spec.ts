import { createHash } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import type { EngineServer } from '../../engine/fakes/engine-server.ts';
import { type AnswerCall, serveGrpc } from '../../engine/fakes/grpc-server.ts';
import { abortAfter, untilAborted } from '../../util/wait.ts';
import { type BuildControl, withBuildControl } from './build-control.ts';
import { message } from './fakes/message.ts';
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

/** Asks an engine that answers like this. */
async function ask<T>(
  answers: Readonly<Record<string, AnswerCall>>,
  work: (control: BuildControl, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  engine = await serveGrpc(answers);
  const signal = abortAfter(5_000);
  return withBuildControl(engine.socketPath, 'read the build', signal, (control) => work(control, signal));
}

test('finds a build among all of them, and never asks for it by its name', async () => {
  const asked: string[] = [];
  const listen: AnswerCall = async function* (request) {
    asked.push(request.toString('hex'));
    for (const [kind, ref] of [
      [1, 'neap'],
      [2, 'ebb'],
      [1, 'ebb'],
    ] as const)
      yield message([1, kind], [2, message([1, ref], [5, message([2, `${ref} ${kind}`])])]);
  };
  const find = (ref: string) =>
    ask({ '/moby.buildkit.v1.Control/ListenBuildHistory': listen }, (control, signal) =>
      control.find(ref, signal),
    );
  expect(await find('ebb')).toMatchObject({ event: { kind: 'complete' }, record: { error: 'ebb 1' } });
  await engine.close();
  expect(await find('flow')).toBeUndefined();
  expect(asked).toEqual(['1801', '1801']);
});

test('reads what a record refers to, in pieces', async () => {
  const digest = `sha256:${createHash('sha256').update('ebb and flow').digest('hex')}`;
  const descriptor = { mediaType: '', digest, bytes: 12, annotations: new Map() };
  const answer: AnswerCall = async function* (request) {
    expect(request).toEqual(Buffer.from(message([1, digest])));
    for (const piece of ['ebb ', '', 'and flow']) yield message([1, 4], [2, piece]);
  };
  const read = ask({ '/containerd.services.content.v1.Content/Read': answer }, (control, signal) =>
    control.read(descriptor, signal),
  );
  expect(String(await read)).toBe('ebb and flow');
});
