import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LogContainer, LogPiece } from '../../contract/engine/logs.ts';
import { FakeLogEngine } from './fakes/log-engine.ts';
import { followLogs } from './follow-logs.ts';
import type { OpenLogs } from './open-log.ts';

let left = new AbortController();
beforeEach(() => {
  left = new AbortController();
});
afterEach(() => left.abort());

/** Reads a stream in the background, as texts with the name of the container before each line. */
function reader(pieces: AsyncIterable<LogPiece>) {
  const heard: string[] = [];
  const names: string[] = [];
  const done = (async () => {
    for await (const piece of pieces) {
      if (piece.kind === 'joined') names.push(...piece.containers.map(({ name }) => name));
      else if (piece.kind === 'lines') {
        const lines = Buffer.from(piece.bytes).toString('utf8').split('\n').slice(0, -1);
        for (const [index, text] of lines.entries())
          heard.push(`${names[(piece.origins[index] ?? 0) >> 1]}: ${text}`);
      } else if (piece.kind === 'unreadable') heard.push(`${names[piece.container]} cannot be read`);
      else heard.push(piece.kind);
    }
  })();
  return { heard, done };
}

async function until(check: () => boolean): Promise<void> {
  for (let turns = 0; turns < 2_000 && !check(); turns += 1) {
    await turn();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  expect(check()).toBe(true);
}

const all = { sources: { kind: 'all' }, since: null, tail: null } as const;

test('sends what was there in the order of time, then what comes', async () => {
  const engine = new FakeLogEngine();
  engine.add('a');
  engine.add('b');
  for (const time of [1, 4, 5]) engine.write('a', time, `${time}`);
  for (const time of [2, 3, 6]) engine.write('b', time, `${time}`);
  const { heard } = reader(followLogs(engine.open, engine.roster, all, left.signal));
  await until(() => heard.includes('caught-up'));
  expect(heard).toEqual(['a: 1', 'b: 2', 'b: 3', 'a: 4', 'a: 5', 'b: 6', 'caught-up']);
  engine.write('b', 8, 'late');
  await until(() => heard.length === 8);
  engine.write('a', 7, 'later, though stamped before');
  await until(() => heard.length === 9);
  expect(heard.slice(7)).toEqual(['b: late', 'a: later, though stamped before']);
});

test('is joined by containers that start later, and by one that starts again', async () => {
  const engine = new FakeLogEngine();
  engine.add('a');
  engine.write('a', 1, 'one');
  const { heard } = reader(followLogs(engine.open, engine.roster, all, left.signal));
  await until(() => heard.includes('caught-up'));
  engine.add('b');
  engine.write('b', 2, 'hello');
  await until(() => heard.includes('b: hello'));
  engine.end('a');
  await turn();
  engine.write('a', 3, 'again');
  engine.start('a');
  await until(() => heard.includes('a: again'));
  expect(heard.filter((line) => line === 'a: one')).toHaveLength(1);
});

test('takes only what is chosen: containers, and whatever belongs to a project', async () => {
  const engine = new FakeLogEngine();
  engine.add('a');
  engine.add('b', 'shop');
  engine.add('c');
  for (const name of ['a', 'b', 'c']) engine.write(name, 1, 'here');
  const sources = { kind: 'chosen' as const, containers: ['a'], projects: ['shop'] };
  const { heard } = reader(
    followLogs(engine.open, engine.roster, { sources, since: null, tail: null }, left.signal),
  );
  await until(() => heard.includes('caught-up'));
  engine.add('d', 'shop');
  engine.write('d', 2, 'here');
  await until(() => heard.includes('d: here'));
  expect(heard.filter((line) => line.endsWith('here')).toSorted()).toEqual(['a: here', 'b: here', 'd: here']);
});

test('goes on behind the last line when the engine has been away, without any twice', async () => {
  const engine = new FakeLogEngine();
  engine.add('a');
  // The last two have the same stamp, and one that is older comes after them.
  for (const [time, text] of [
    [1, 'one'],
    [3, 'two'],
    [3, 'three'],
    [2, 'four'],
  ] as const)
    engine.write('a', time, text);
  const { heard } = reader(followLogs(engine.open, engine.roster, all, left.signal));
  await until(() => heard.includes('caught-up'));
  engine.goAway();
  await until(() => heard.includes('away'));
  engine.write('a', 3, 'five');
  engine.comeBack();
  await until(() => heard.filter((line) => line === 'caught-up').length === 2);
  engine.write('a', 9, 'six');
  await until(() => heard.includes('a: six'));
  expect(heard.filter((line) => line.startsWith('a: '))).toEqual(
    ['one', 'two', 'three', 'four', 'five', 'six'].map((text) => `a: ${text}`),
  );
});

test('has caught up at once when nothing was written while the engine was away', async () => {
  const engine = new FakeLogEngine();
  engine.add('a');
  engine.write('a', 1, 'one');
  const { heard } = reader(followLogs(engine.open, engine.roster, all, left.signal));
  await until(() => heard.includes('caught-up'));
  engine.goAway();
  await until(() => heard.includes('away'));
  engine.comeBack();
  await until(() => heard.filter((line) => line === 'caught-up').length === 2);
  engine.write('a', 2, 'two');
  await until(() => heard.includes('a: two'));
  expect(heard.filter((line) => line.startsWith('a: '))).toEqual(['a: one', 'a: two']);
});

test('loses no line and no name when the engine goes away while it reads what was there', async () => {
  const engine = new FakeLogEngine();
  engine.add('a');
  engine.add('b');
  for (const time of [1, 2]) engine.write('a', time, `${time}`);
  engine.write('b', 3, '3');
  let hangUp: (() => void) | undefined;
  let isFirst = true;
  const open: OpenLogs = async (question, signal) => {
    const log = await engine.open(question, signal);
    if (question.tail === 1 || !isFirst) return log;
    async function* stalled() {
      yield* [];
      await new Promise<void>((_, reject) => {
        hangUp = () => reject(new Error('socket hang up'));
      });
    }
    // Written after the last line was asked for, and read in one piece with those before it.
    async function* together() {
      engine.write('a', 9, '9');
      const frames: Buffer[] = [];
      for await (const frame of log.stream) {
        frames.push(frame);
        if (frames.length === 3) yield Buffer.concat(frames);
      }
    }
    return { ...log, stream: question.id === 'b' ? stalled() : together() };
  };
  const { heard } = reader(followLogs(open, engine.roster, all, left.signal));
  await until(() => hangUp !== undefined);
  engine.add('c');
  await until(() => engine.asked.some(({ id }) => id === 'c'));
  isFirst = false;
  engine.goAway();
  hangUp?.();
  await until(() => heard.includes('away'));
  engine.add('d');
  for (const name of ['c', 'd']) engine.write(name, 20, 'hello');
  engine.comeBack();
  await until(() => heard.includes('caught-up') && heard.includes('d: hello'));
  expect(heard.filter((line) => line.includes(': ')).toSorted()).toEqual([
    'a: 1',
    'a: 2',
    'a: 9',
    'b: 3',
    'c: hello',
    'd: hello',
  ]);
});

test('says which log cannot be read, and reads the others', async () => {
  const engine = new FakeLogEngine();
  engine.add('mute');
  engine.add('a');
  engine.write('a', 1, 'one');
  const { heard } = reader(followLogs(engine.open, engine.roster, all, left.signal));
  await until(() => heard.includes('caught-up'));
  expect(heard).toEqual(['mute cannot be read', 'a: one', 'caught-up']);
});

test('asks for the newest lines alone when only those are wanted', async () => {
  const engine = new FakeLogEngine();
  engine.add('a');
  for (let line = 1; line <= 100; line += 1) engine.write('a', line, `${line}`);
  const { heard } = reader(followLogs(engine.open, engine.roster, { ...all, tail: 3 }, left.signal));
  await until(() => heard.includes('caught-up'));
  expect(heard).toEqual(['a: 98', 'a: 99', 'a: 100', 'caught-up']);
});

test('reads on only when what it has read was taken', async () => {
  const engine = new FakeLogEngine();
  engine.add('a');
  const long = 'x'.repeat(10_000);
  for (let line = 1; line <= 1_000; line += 1) engine.write('a', 1, long);
  let read = 0;
  const counting: OpenLogs = async (question, signal) => {
    const log = await engine.open(question, signal);
    async function* counted() {
      for await (const chunk of log.stream) {
        read += chunk.length;
        yield chunk;
      }
    }
    return { ...log, stream: counted() };
  };
  const pieces = followLogs(counting, engine.roster, all, left.signal)[Symbol.asyncIterator]();
  await pieces.next();
  await pieces.next();
  for (let turns = 0; turns < 50; turns += 1) await turn();
  expect(read).toBeLessThan(1_000_000);
  let lines = 0;
  for (let piece = await pieces.next(); !piece.done && lines < 900; piece = await pieces.next())
    if (piece.value.kind === 'lines') lines += piece.value.times.length;
  expect(read).toBeGreaterThan(9_000_000);
});

test('ends when its signal aborts', async () => {
  const engine = new FakeLogEngine();
  engine.add('a');
  const stop = new AbortController();
  const { heard, done } = reader(followLogs(engine.open, engine.roster, all, stop.signal));
  await until(() => heard.includes('caught-up'));
  stop.abort();
  await done;
});

const silence = () => new Promise<never>(() => undefined);
const one: LogContainer = { id: 'web', name: 'web', project: null, service: null };

test.each([
  ['of containers that start', { list: async () => [], starts: silence }],
  ['of a last line', { list: async () => [one], starts: async () => ({ [Symbol.asyncIterator]: silence }) }],
])('an engine that says nothing %s is taken to be away', async (_, roster) => {
  vi.useFakeTimers();
  try {
    const parameters = { sources: { kind: 'all' }, since: null, tail: 10 } as const;
    const pieces: LogPiece[] = [];
    void (async () => {
      for await (const piece of followLogs(silence, roster as never, parameters, left.signal))
        pieces.push(piece);
    })();
    await vi.advanceTimersByTimeAsync(31_000);
    expect(pieces.at(-1)).toMatchObject({ kind: 'away', message: expect.stringContaining('30 seconds') });
  } finally {
    vi.useRealTimers();
  }
});
