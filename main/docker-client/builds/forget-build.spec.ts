// In place of BuildKit a model of its v0.25: what it counts and marks, and what it dies of.
import protobuf from 'protobufjs/minimal.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EngineServer } from '../../engine/fakes/engine-server.ts';
import { type AnswerCall, serveGrpc } from '../../engine/fakes/grpc-server.ts';
import { abortAfter, delay, untilAborted } from '../../util/wait.ts';
import { withBuildControl } from './build-control.ts';
import { forgetBuild, listedBuilds } from './forget-build.ts';

/** What BuildKit remembers, in the order in which it does: by name. */
let records: Map<string, { readonly createdAt: number; readonly goesOn: boolean }>;
let listeners: Map<string, number>;
let marks: Set<string>;
/** How long it takes to notice that a listener has left. */
let noticeMs: number;
let deletion: (ref: string) => Promise<void>;
let engine: EngineServer;

function remove(ref: string): void {
  if (listeners.has(ref)) marks.add(ref);
  else {
    marks.delete(ref);
    records.delete(ref);
  }
}

function readRequest(message: Uint8Array) {
  const asked = { ref: '', endsEarly: false };
  const reader = protobuf.Reader.create(message);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag === 0x0a || tag === 0x12) asked.ref = reader.string();
    else asked.endsEarly = reader.bool();
  }
  return asked;
}

function event(ref: string, { createdAt, goesOn }: { createdAt: number; goesOn: boolean }): Uint8Array {
  const writer = protobuf.Writer.create()
    .uint32(0x08)
    .int32(goesOn ? 0 : 1);
  writer.uint32(0x12).fork().uint32(0x0a).string(ref);
  writer.uint32(0x32).fork().uint32(0x08).int64(createdAt).ldelim();
  return writer.ldelim().finish();
}

const listen: AnswerCall = async function* (message, signal) {
  const { ref, endsEarly } = readRequest(message);
  if (ref !== '') {
    if (marks.has(ref)) throw new Error(`ref ${ref} is deleted: file does not exist`);
    listeners.set(ref, (listeners.get(ref) ?? 0) + 1);
  }
  try {
    for (const [name, record] of records)
      if ((ref === '' || name === ref) && !marks.has(name)) yield event(name, record);
    if (endsEarly) return;
    await untilAborted(signal).catch(() => undefined);
    await delay(noticeMs);
  } finally {
    if (ref !== '') {
      const left = (listeners.get(ref) ?? 0) - 1;
      listeners.set(ref, left);
      if (marks.has(ref) && left === 0) {
        listeners.delete(ref);
        remove(ref);
      }
    }
  }
};

beforeEach(async () => {
  const made = (createdAt: number, goesOn = false) => ({ createdAt, goesOn });
  records = new Map([
    ['ebb', made(20)],
    ['flow', made(30)],
    ['neap', made(10)],
    ['surge', made(40, true)],
  ]);
  listeners = new Map();
  marks = new Set();
  noticeMs = 0;
  deletion = async (ref) => remove(ref);
  engine = await serveGrpc({
    '/moby.buildkit.v1.Control/ListenBuildHistory': listen,
    async *'/moby.buildkit.v1.Control/UpdateBuildHistory'(message) {
      await deletion(readRequest(message).ref);
      yield Buffer.alloc(0);
    },
  });
});
afterEach(() => engine.close());

const forget = (ref: string, signal = abortAfter(5_000)) =>
  withBuildControl(engine.socketPath, 'remove the build', signal, (control) =>
    forgetBuild(control, ref, signal),
  );

/** One that has asked for a build by its name, and has left. */
const askFor = (ref: string) => listeners.set(ref, 0);

test('lists the builds, the newest first', async () => {
  const until = abortAfter(5_000);
  const builds = await withBuildControl(engine.socketPath, 'list', until, (control) =>
    listedBuilds(control, until),
  );
  expect(builds.map(({ ref, kind }) => `${ref} ${kind}`)).toEqual([
    ...['surge started', 'flow complete', 'ebb complete', 'neap complete'],
  ]);
});

test.each([0, 100])('leaves no mark, whoever has asked for the build before', async (ms) => {
  noticeMs = ms;
  askFor('ebb');
  await forget('ebb');
  await forget('flow');
  expect([...records.keys()]).toEqual(['neap', 'surge']);
  expect(marks.size).toBe(0);
});

test('takes no offence at a build that is forgotten already, before or meanwhile', async () => {
  await forget('spring');
  askFor('ebb');
  remove('ebb');
  await forget('ebb');
  expect([...marks]).toEqual(['ebb']);
});

test('leaves a build alone that goes on', async () => {
  await expect(forget('surge')).rejects.toMatchObject({ code: 'busy' });
  expect(records.has('surge')).toBe(true);
  expect([...marks, ...listeners.keys()]).toEqual([]);
});

test('goes on to the end once it has begun, though nobody waits any more', async () => {
  const stop = new AbortController();
  deletion = async (ref) => {
    stop.abort(new Error('taken back'));
    await delay(50);
    expect(listeners.get(ref)).toBe(1);
    remove(ref);
  };
  await forget('ebb', stop.signal);
  expect(records.has('ebb')).toBe(false);
  expect(marks.size).toBe(0);
});

test('says what BuildKit has said, and leaves nobody listening', async () => {
  deletion = async () => {
    throw new Error('rpc error: code = Unknown desc = the sea is shut');
  };
  await expect(forget('ebb')).rejects.toMatchObject({
    message: 'Could not remove the build: the sea is shut',
  });
  await expect.poll(() => listeners.get('ebb')).toBe(0);
});

test('says so where there is no engine', async () => {
  await engine.close();
  await expect(forget('ebb')).rejects.toMatchObject({ code: 'engine-unreachable' });
});
