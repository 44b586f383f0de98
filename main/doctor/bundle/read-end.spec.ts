import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readEnd } from './read-end.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'end-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function endOf(text: string, bytes: number): Promise<string | undefined> {
  await writeFile(join(folder, 'log'), text);
  return readEnd(join(folder, 'log'), bytes);
}

it('reads all of what is short, and of what is long the lines that are whole', async () => {
  expect(await endOf('a\nb', 3)).toBe('a\nb');
  expect(await endOf('one\ntwo\nthree\n', 9)).toBe('three\n');
  expect(await readEnd(join(folder, 'none'), 9)).toBeUndefined();
});

it('leaves out a line whose beginning is cut off, and says so, ended or not', async () => {
  const line = `PASSWORD=${'x'.repeat(1_000)}`;
  for (const text of [line, `${line}\n`])
    expect(await endOf(text, 500)).toBe('(The last line has more than 500 B: it is left out.)\n');
});
