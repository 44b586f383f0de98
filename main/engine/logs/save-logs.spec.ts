import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LogSaving } from '../../contract/engine/logs.ts';
import { SlipwayError } from '../../contract/errors.ts';
import type { LogRoster } from './log-events.ts';
import type { SaveParameters } from './log-text.ts';
import type { LogQuestion, OpenLogs } from './open-log.ts';
import { saveLogs } from './save-logs.ts';
import { readWholeLine } from './whole-line.ts';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-save-logs-'));
  path = join(folder, 'app.log');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A stamp, so many milliseconds after the beginning. */
const at = (milliseconds: number) => `2026-01-02T03:04:05.${String(milliseconds).padStart(3, '0')}000007Z `;

function frame(text: string | Buffer, stream = 1): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.alloc(8);
  head[0] = stream;
  head.writeUInt32BE(body.length, 4);
  return Buffer.concat([head, body]);
}

const notReadable = new SlipwayError({ code: 'engine-request-failed', message: 'It keeps none.', hint: '' });

/** Logs by the names of their containers; one that has none cannot be read. */
function engineWith(logs: Readonly<Record<string, readonly Buffer[] | undefined>>) {
  const asked: LogQuestion[] = [];
  const open: OpenLogs = async (question) => {
    asked.push(question);
    const chunks = logs[question.id];
    if (chunks === undefined) throw notReadable;
    const stream = (async function* () {
      yield* chunks;
    })();
    return { encoding: question.id === 'terminal' ? 'raw' : 'frames', stream };
  };
  const roster: LogRoster = {
    list: async () => Object.keys(logs).map((id) => ({ id, name: id, project: null, service: null })),
    starts: () => Promise.reject(new Error('Nobody listens.')),
  };
  return { open, roster, asked };
}

const all: SaveParameters = {
  sources: { kind: 'all' },
  since: null,
  tail: null,
  target: '',
  withTimes: false,
};

async function save(
  { open, roster }: ReturnType<typeof engineWith>,
  parameters: Partial<SaveParameters> = {},
  signal = new AbortController().signal,
): Promise<LogSaving | undefined> {
  let last: LogSaving | undefined;
  for await (const piece of saveLogs(open, roster, { ...all, ...parameters }, path, signal)) last = piece;
  return last;
}

test('of one container is what it wrote, byte for byte', async () => {
  const notText = Buffer.from([0x66, 0xff, 0xfe, 0x0a]);
  const long = 'x'.repeat(16_384);
  const engine = engineWith({
    app: [
      Buffer.concat([frame(`${at(1)}one\n`), frame(`${at(2)}wrong\n`, 2)]),
      frame(Buffer.concat([Buffer.from(at(3)), notText])),
      frame(`${at(4)}${long}`),
      frame(`${at(4)}tail\n`),
      frame(`${at(5)}no end`),
    ],
  });
  expect(await save(engine)).toMatchObject({ lines: 4, unreadable: [] });
  const wanted = Buffer.concat([Buffer.from('one\nwrong\n'), notText, Buffer.from(`${long}tail\nno end`)]);
  expect((await readFile(path)).equals(wanted)).toBe(true);
});

test('has each line’s time once, before it', async () => {
  const engine = engineWith({
    app: [frame(`${at(4)}${'x'.repeat(16_384)}`), frame(`${at(4)}y\n`), frame(`${at(5)}z\n`)],
  });
  await save(engine, { withTimes: true });
  expect(await readFile(path, 'utf8')).toBe(`${at(4)}${'x'.repeat(16_384)}y\n${at(5)}z\n`);
});

test('keeps the carriage returns of a terminal', async () => {
  await save(engineWith({ terminal: [Buffer.from(`${at(1)}a\r\n${at(2)}b\r\n`)] }));
  expect(await readFile(path, 'utf8')).toBe('a\r\nb\r\n');
});

test('asks for what was asked for', async () => {
  const engine = engineWith({ app: [], other: [] });
  const sources = { kind: 'chosen' as const, containers: ['app'], projects: [] };
  await save(engine, { sources, since: 1_767_323_045_000, tail: 5 });
  expect(engine.asked).toEqual([
    { id: 'app', follow: false, since: { seconds: 1_767_323_045, nanoseconds: 0 }, tail: 5 },
  ]);
});

test('of several is in the order of time, with the container before each line', async () => {
  const engine = engineWith({
    web: [frame(`${at(1)}a\n`), frame(`${at(4)}d\n`)],
    'web-two': [frame(`${at(2)}b\n`), frame(`${at(3)}${'c'.repeat(20_000)}\n`)],
    mute: undefined,
  });
  expect(await save(engine)).toMatchObject({ lines: 4, unreadable: ['mute'] });
  expect(await readFile(path, 'utf8')).toBe(
    `web     | a\nweb-two | b\nweb-two | ${'c'.repeat(20_000)}\nweb     | d\n`,
  );
  await save(engine, { withTimes: true });
  expect((await readFile(path, 'utf8')).split('\n')[0]).toMatch(
    /^web {5}\| 2026-01-02T03:04:05.00100\d{4}Z a$/,
  );
});

test('that cannot be read leaves the file as it was', async () => {
  await writeFile(path, 'before');
  await expect(save(engineWith({ mute: undefined }))).rejects.toBe(notReadable);
  expect(await readFile(path, 'utf8')).toBe('before');
  expect(await readdir(folder)).toEqual(['app.log']);
});

test('of containers that are gone leaves the file as it was, and says so', async () => {
  await writeFile(path, 'before');
  const sources = { kind: 'chosen' as const, containers: ['removed'], projects: [] };
  await expect(save(engineWith({ web: [] }), { sources })).rejects.toMatchObject({ code: 'not-found' });
  expect(await readFile(path, 'utf8')).toBe('before');
});

test('that is cancelled leaves no file, and says before how far it has come', async () => {
  const left = new AbortController();
  const open: OpenLogs = async (_, signal) => ({
    encoding: 'frames',
    stream: (async function* () {
      for (let line = 0; ; line += 1) {
        await sleep(1, undefined, { signal });
        yield frame(`${at(1)}line ${line}\n`);
      }
    })(),
  });
  const { roster } = engineWith({ app: [] });
  const read = async () => {
    for await (const { lines } of saveLogs(open, roster, all, path, left.signal))
      if (lines > 10) left.abort();
  };
  await expect(read()).rejects.toThrow();
  expect(await readdir(folder)).toEqual([]);
});

test('a line that was cut is read in full', async () => {
  const whole = 'y'.repeat(1_000_000);
  const pieces = Array.from({ length: Math.ceil(whole.length / 16_384) }, (_, index) => {
    const part = whole.slice(index * 16_384, (index + 1) * 16_384);
    return frame(`${at(7)}${part}${(index + 1) * 16_384 >= whole.length ? '\n' : ''}`, 2);
  });
  const { open, asked } = engineWith({
    app: [frame(`${at(6)}${'x'.repeat(16_384)}`), frame(`${at(6)}\n`), ...pieces],
  });
  const time = Date.parse('2026-01-02T03:04:05.007Z') + 0.000007;
  const line = { container: 'app', time, isError: true };
  const { signal } = new AbortController();
  expect(await readWholeLine(open, line, signal)).toEqual({ text: whole, leftOut: 0 });
  expect(asked[0]?.since?.nanoseconds).toBeLessThan(7_000_007);
  await expect(readWholeLine(open, { ...line, isError: false }, signal)).rejects.toMatchObject({
    code: 'not-found',
  });
});
