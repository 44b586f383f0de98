import { appendFile, mkdtemp, open, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { abortAfter, delay, poll } from '../util/wait.ts';
import { openConsoleLog } from './console-log.ts';

vi.mock('node:fs/promises', { spy: true });

let folder: string;
let path: string;
let stop: () => void = () => undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'console-'));
  path = join(folder, 'console.log');
});

afterEach(async () => {
  stop();
  vi.useRealTimers();
  await rm(folder, { recursive: true, force: true });
});

function follow(from: number) {
  let heard = '';
  stop = openConsoleLog(path).follow(from, (text) => {
    heard += text;
  });
  return {
    heard: () => heard,
    until: (text: string) =>
      poll(10, abortAfter(3_000), () => (heard === text ? true : undefined)).catch(() => {
        throw new Error(`heard ${JSON.stringify(heard)}`);
      }),
  };
}

describe('following a console', () => {
  it('tells what is there and what comes', async () => {
    await writeFile(path, 'one\n');
    const { until } = follow(0);
    await until('one\n');
    await appendFile(path, 'two\n');
    await until('one\ntwo\n');
  });

  it('begins where it is told to', async () => {
    await writeFile(path, 'one\n');
    const { until } = follow(4);
    await appendFile(path, 'two\n');
    await until('two\n');
  });

  it('waits for a console that is yet to come', async () => {
    const { until } = follow(0);
    await delay(50);
    await writeFile(path, 'late\n');
    await until('late\n');
  });

  it('goes on from the start when the file was truncated, or another was put in its place', async () => {
    await writeFile(path, 'a long first line\n');
    const { until } = follow(0);
    await until('a long first line\n');
    await truncate(path);
    await appendFile(path, 'two\n');
    await until('a long first line\ntwo\n');
    await rename(path, `${path}.1`);
    await writeFile(path, '3\n');
    await until('a long first line\ntwo\n3\n');
  });

  it('keeps letters whole that are written in parts', async () => {
    const bytes = Buffer.from('→ü\n');
    await writeFile(path, bytes.subarray(0, 2));
    const { until } = follow(0);
    await delay(300);
    await appendFile(path, bytes.subarray(2));
    await until('→ü\n');
  });

  it('looks at the file ever more seldom while nothing is said, and does not open it', async () => {
    await writeFile(path, 'one\n');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { heard, until } = follow(0);
    const passes = async (milliseconds: number) => {
      for (let passed = 0; passed < milliseconds; passed += 50) {
        await vi.advanceTimersByTimeAsync(50);
        // What the look asks the file system is answered in real time.
        await vi.mocked(stat).mock.results.at(-1)?.value;
        await new Promise(setImmediate);
      }
    };
    await until('one\n');
    await passes(2_000);
    vi.mocked(open).mockClear();
    vi.mocked(stat).mockClear();
    await passes(8_000);
    // By the beat of the beginning it would be thirty, every two seconds four.
    expect(stat).toHaveBeenCalledTimes(2);
    expect(open).not.toHaveBeenCalled();
    expect(heard()).toBe('one\n');
    vi.useRealTimers();
    await appendFile(path, 'two\n');
    await until('one\ntwo\n');
  });

  it('says nothing more once it was stopped', async () => {
    await writeFile(path, 'one\n');
    const { heard, until } = follow(0);
    await until('one\n');
    stop();
    await appendFile(path, 'two\n');
    await delay(400);
    expect(heard()).toBe('one\n');
  });
});

describe('the console’s file', () => {
  it('has a size and an end, none before there is one', async () => {
    const console = openConsoleLog(path);
    expect(await console.size()).toBe(0);
    expect(await console.tail(10)).toBe('');
    await writeFile(path, 'one\ntwo\n');
    expect(await console.size()).toBe(8);
    expect(await console.tail(4)).toBe('two\n');
    expect(await console.tail(400)).toBe('one\ntwo\n');
  });

  it('is moved aside before a start, and only when grown under a running VM', async () => {
    const console = openConsoleLog(path);
    await console.rotate(false);
    await writeFile(path, 'one');
    await console.rotate(true);
    expect(await readFile(path, 'utf8')).toBe('one');
    await console.rotate(false);
    expect(await readFile(`${path}.1`, 'utf8')).toBe('one');
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
    await writeFile(path, Buffer.alloc(5 * 1024 * 1024, 'x'));
    await console.rotate(true);
    expect(await console.size()).toBe(0);
    expect((await stat(`${path}.1`)).size).toBe(5 * 1024 * 1024);
  });
});
