import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LogContainer, LogPiece } from '../../contract/engine/logs.ts';
import { SlipwayError } from '../../contract/errors.ts';
import { orAborted } from '../../util/wait.ts';
import { followLogs } from './follow-logs.ts';
import type { LogQuestion, OpenLogs } from './open-log.ts';
import { compareStamps, type Stamp } from './stamp.ts';

let left = new AbortController();
beforeEach(() => {
  left = new AbortController();
});
afterEach(() => left.abort());

interface Written {
  readonly stamp: Stamp;
  readonly text: string;
}

/** An engine that keeps logs as the real one does, and can be taken away. */
class FakeEngine {
  readonly containers: LogContainer[] = [];
  readonly asked: LogQuestion[] = [];
  isAway = false;
  private readonly logs = new Map<string, Written[]>();
  private readonly running = new Set<string>();
  private connection = new AbortController();
  private changed: (() => void)[] = [];
  private started: LogContainer[] = [];

  add(name: string, project: string | null = null): void {
    this.containers.push({ id: name, name, project, service: null });
    this.start(name);
  }
  start(name: string): void {
    const container = this.containers.find(({ id }) => id === name);
    if (container === undefined) throw new Error(`no ${name}`);
    this.running.add(name);
    this.started.push(container);
    this.tell();
  }
  end(name: string): void {
    this.running.delete(name);
    this.tell();
  }
  /** Writes a line, `milliseconds` after the beginning. */
  write(name: string, milliseconds: number, text: string): void {
    const nanoseconds = milliseconds * 1_000_000;
    const log = this.logs.get(name) ?? [];
    this.logs.set(name, [...log, { stamp: { seconds: 1_700_000_000, nanoseconds }, text }]);
    this.tell();
  }
  goAway(): void {
    this.isAway = true;
    this.connection.abort(new Error('socket hang up'));
  }
  comeBack(): void {
    this.connection = new AbortController();
    this.started = [];
    this.isAway = false;
  }
  private tell(): void {
    for (const hear of this.changed.splice(0)) hear();
  }
  private async change(signal: AbortSignal): Promise<void> {
    const changed = new Promise<void>((resolve) => this.changed.push(resolve));
    await orAborted(AbortSignal.any([signal, this.connection.signal]), changed);
  }
  private reach(): void {
    if (this.isAway)
      throw new SlipwayError({ code: 'engine-unreachable', message: 'It is away.', hint: 'Wait.' });
  }

  readonly open: OpenLogs = async (question, signal) => {
    this.reach();
    this.asked.push(question);
    if (question.id === 'mute')
      throw new SlipwayError({ code: 'engine-request-failed', message: 'It keeps none.', hint: '' });
    return { encoding: 'frames', stream: this.read(question, signal) };
  };
  private async *read({ id, follow, since, tail }: LogQuestion, signal: AbortSignal): AsyncGenerator<Buffer> {
    const there = this.logs.get(id) ?? [];
    let at = tail === null ? 0 : Math.max(0, there.length - tail);
    let isLate = since === null;
    for (;;) {
      const log = this.logs.get(id) ?? [];
      for (; at < log.length; at += 1) {
        const line = log[at];
        if (line === undefined) continue;
        // As the engine does: from the first line that is not older, all of them.
        if (since !== null && !isLate && compareStamps(line.stamp, since) < 0) continue;
        isLate = true;
        yield frameOf(line);
      }
      if (!follow || !this.running.has(id)) return;
      await this.change(signal);
    }
  }
  readonly roster = {
    list: async () => {
      this.reach();
      return this.containers;
    },
    starts: async (signal: AbortSignal) => {
      this.reach();
      this.started = [];
      return this.startsSince(signal);
    },
  };
  private async *startsSince(signal: AbortSignal): AsyncGenerator<LogContainer> {
    for (;;) {
      for (const container of this.started.splice(0)) yield container;
      await this.change(signal);
    }
  }
}

function frameOf({ stamp, text }: Written): Buffer {
  const time = new Date(stamp.seconds * 1_000).toISOString().slice(0, 19);
  const body = Buffer.from(`${time}.${String(stamp.nanoseconds).padStart(9, '0')}Z ${text}\n`);
  const head = Buffer.alloc(8);
  head[0] = 1;
  head.writeUInt32BE(body.length, 4);
  return Buffer.concat([head, body]);
}

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
  const engine = new FakeEngine();
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
  const engine = new FakeEngine();
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
  const engine = new FakeEngine();
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
  const engine = new FakeEngine();
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
  const engine = new FakeEngine();
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
  const engine = new FakeEngine();
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
  const engine = new FakeEngine();
  engine.add('mute');
  engine.add('a');
  engine.write('a', 1, 'one');
  const { heard } = reader(followLogs(engine.open, engine.roster, all, left.signal));
  await until(() => heard.includes('caught-up'));
  expect(heard).toEqual(['mute cannot be read', 'a: one', 'caught-up']);
});

test('asks for the newest lines alone when only those are wanted', async () => {
  const engine = new FakeEngine();
  engine.add('a');
  for (let line = 1; line <= 100; line += 1) engine.write('a', line, `${line}`);
  const { heard } = reader(followLogs(engine.open, engine.roster, { ...all, tail: 3 }, left.signal));
  await until(() => heard.includes('caught-up'));
  expect(heard).toEqual(['a: 98', 'a: 99', 'a: 100', 'caught-up']);
});

test('reads on only when what it has read was taken', async () => {
  const engine = new FakeEngine();
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
  const engine = new FakeEngine();
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
