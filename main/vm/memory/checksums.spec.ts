import { appendFile, mkdtemp, open, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Checksums, compare, sumUp } from './checksums.ts';

const mebibyte = 1024 * 1024;
const { signal } = new AbortController();

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checksums-'));
  file = join(folder, 'memory');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Text at the beginning, a hole of twenty megabytes, and text that ends in the midst of a piece. */
async function writeWithHole(): Promise<Checksums> {
  await writeFile(file, Buffer.alloc(1_000, 'begin'));
  await truncate(file, 21 * mebibyte);
  await appendFile(file, Buffer.alloc(5_000, 'end'));
  return sumUp(file, signal);
}

async function flip(at: number): Promise<void> {
  const handle = await open(file, 'r+');
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, at);
  await handle.write(Buffer.from([(buffer[0] ?? 0) ^ 0x04]), 0, 1, at);
  await handle.close();
}

describe('sums of a file', () => {
  it('are of the pieces that hold something', async () => {
    const { bytes, pieces } = await writeWithHole();
    expect(bytes).toBe(21 * mebibyte + 5_000);
    expect(pieces.map(([number]) => number)).toEqual([0, 5]);
  });

  it('are none of an empty file, and of one that is a hole', async () => {
    await writeFile(file, '');
    expect(await sumUp(file, signal)).toEqual({ bytes: 0, pieces: [] });
    await truncate(file, 9 * mebibyte);
    expect(await sumUp(file, signal)).toEqual({ bytes: 9 * mebibyte, pieces: [] });
  });

  it('find nothing in a file that is as it was', async () => {
    expect(await compare(file, await writeWithHole(), signal)).toBeNull();
  });

  it.each([0, 999, 21 * mebibyte, 21 * mebibyte + 4_999])(
    'find one bit that flipped at byte %i',
    async (at) => {
      const sums = await writeWithHole();
      await flip(at);
      const piece = Math.floor(at / (4 * mebibyte)) * 4 * mebibyte;
      expect(await compare(file, sums, signal)).toBe(`it was changed near byte ${piece}`);
    },
  );

  it('find a file that was cut, or that grew', async () => {
    const sums = await writeWithHole();
    await truncate(file, sums.bytes - 1);
    expect(await compare(file, sums, signal)).toBe(`it has ${sums.bytes - 1} bytes and not ${sums.bytes}`);
    await truncate(file, sums.bytes + 1);
    expect(await compare(file, sums, signal)).toBe(`it has ${sums.bytes + 1} bytes and not ${sums.bytes}`);
  });

  it('find what was lost to a hole, as after a machine that lost power', async () => {
    const sums = await writeWithHole();
    await truncate(file, 0);
    await truncate(file, sums.bytes);
    expect(await compare(file, sums, signal)).toBe('it was changed near byte 0');
  });

  it('end when told to, and read a file only', async () => {
    const sums = await writeWithHole();
    const ended = AbortSignal.abort(new Error('enough'));
    await expect(sumUp(file, ended)).rejects.toThrow('enough');
    await expect(compare(file, sums, ended)).rejects.toThrow('enough');
    await rm(file);
    await expect(compare(file, sums, signal)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
