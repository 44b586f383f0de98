import { appendFile, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followFile, lastLines } from './tail-file.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-tail-'));
  file = join(folder, 'a.log');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the last lines of a log', () => {
  it('reach back into the files that it was rotated into', async () => {
    await writeFile(`${file}.2`, '1\n2\n');
    await writeFile(`${file}.1`, '3\n4\n');
    await writeFile(file, '5\n6\n');
    expect(await lastLines(file, 1)).toEqual(['6']);
    expect(await lastLines(file, 3)).toEqual(['4', '5', '6']);
    expect(await lastLines(file, 100)).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(await lastLines(file, 0)).toEqual([]);
  });

  it('are none of a log that is not there or empty', async () => {
    expect(await lastLines(file, 5)).toEqual([]);
    await writeFile(file, '');
    expect(await lastLines(file, 5)).toEqual([]);
  });
});

describe('following a log', () => {
  const follow = (position: number) => {
    const controller = new AbortController();
    const heard = { text: '' };
    const done = followFile(file, position, controller.signal, (text) => {
      heard.text += text;
    });
    const end = async () => {
      controller.abort();
      await done;
    };
    return { heard, end, until: (text: string) => vi.waitFor(() => expect(heard.text).toBe(text), 5_000) };
  };

  it('hears what is added, also to a file that comes only later', async () => {
    const { until, end } = follow(0);
    await writeFile(file, 'one\n');
    await until('one\n');
    await appendFile(file, 'two\n');
    await until('one\ntwo\n');
    await end();
  });

  it('loses nothing when the file is renamed away or cut short', async () => {
    await writeFile(file, 'old\n');
    const { until, end } = follow(4);
    await appendFile(file, 'a\n');
    await until('a\n');
    await appendFile(file, 'b\n');
    await rename(file, `${file}.1`);
    await writeFile(file, 'c\n');
    await until('a\nb\nc\n');
    await appendFile(file, 'long line\n');
    await until('a\nb\nc\nlong line\n');
    await truncate(file);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await appendFile(file, 'd\n');
    await until('a\nb\nc\nlong line\nd\n');
    await end();
  });

  it('keeps a letter of several bytes whole that is written in two parts', async () => {
    const [first, second] = [Buffer.from('ä').subarray(0, 1), Buffer.from('ä').subarray(1)];
    await writeFile(file, first);
    const { until, end } = follow(0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await appendFile(file, second);
    await until('ä');
    await end();
  });
});
