import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { abortAfter } from '../../../util/wait.ts';
import { findDataRanges } from './data-ranges.ts';

const { signal } = new AbortController();
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'data-ranges-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** What is found by a program that does what the script says, and what is reported. */
async function found(script: string, asked = signal) {
  const command = join(folder, 'qemu-img');
  await writeFile(command, `#!/bin/sh\n${script}\n`, { mode: 0o700 });
  const reported: string[] = [];
  const ranges = await findDataRanges({ command, leading: [] }, 'memory', asked, (line) =>
    reported.push(line),
  );
  return { ranges, reported };
}

describe.skipIf(process.platform === 'win32')('where a file holds data', () => {
  it('is told without the holes', async () => {
    const { ranges } = await found(`[ "$*" = "map --output=json -f raw memory" ] && echo '[
      { "start": 0, "length": 8192, "depth": 0, "zero": false, "data": true, "offset": 0},
      { "start": 8192, "length": 53248, "depth": 0, "zero": true, "data": false, "offset": 8192},
      { "start": 61440, "length": 4096, "depth": 0, "zero": false, "data": true, "offset": 61440}]'`);
    expect(ranges).toEqual([
      { start: 0, length: 8192 },
      { start: 61440, length: 4096 },
    ]);
  });

  it.each([
    ['fails', 'echo "no such option" >&2; exit 1', signal],
    ['says something else', 'echo "[{}]"', signal],
    ['is ended', 'exec sleep 60', abortAfter(50)],
  ])('is not known when the program %s', async (_, script, asked) => {
    const { ranges, reported } = await found(script, asked);
    expect(ranges).toBeNull();
    expect(reported).toHaveLength(1);
  });

  it('is not known where there is no program', async () => {
    expect(await findDataRanges(undefined, 'memory', signal, () => undefined)).toBeNull();
  });
});
