import { appendFile, mkdtemp, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
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
  return sumUp(file, null, signal);
}

/** The same, summed up by whom knows where the hole is; the zeros of the second piece are on the disk. */
async function writeWithKnownHole(): Promise<Checksums> {
  await writeWithHole();
  const handle = await open(file, 'r+');
  await handle.write(Buffer.alloc(4 * mebibyte), 0, 4 * mebibyte, 4 * mebibyte);
  await handle.sync();
  await handle.close();
  const data = [
    { start: 0, length: 4_096 },
    { start: 4 * mebibyte, length: 4 * mebibyte },
    { start: 21 * mebibyte, length: 5_000 },
  ];
  return sumUp(file, data, signal);
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
    expect(await sumUp(file, null, signal)).toEqual({ bytes: 0, pieces: [], blocks: null });
    await truncate(file, 9 * mebibyte);
    expect(await sumUp(file, null, signal)).toEqual({ bytes: 9 * mebibyte, pieces: [], blocks: null });
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

  it('of a file whose holes are known are of all that is not a hole', async () => {
    const { pieces, blocks } = await writeWithKnownHole();
    expect(pieces.map(([number]) => number)).toEqual([0, 1, 5]);
    expect(blocks).toBe((await stat(file)).blocks);
    expect(await compare(file, await writeWithKnownHole(), signal)).toBeNull();
  });

  it('count what a file takes once it is on the disk, and no sooner', async () => {
    await writeWithKnownHole();
    const { blocks: early } = await stat(file);
    const write = async () => {
      const handle = await open(file, 'r+');
      await handle.write(Buffer.alloc(mebibyte, 'late'), 0, mebibyte, 12 * mebibyte);
      await handle.sync();
      await handle.close();
    };
    const { blocks } = await sumUp(file, [{ start: 0, length: 4_096 }], signal, write());
    expect(blocks).toBe((await stat(file)).blocks);
    expect(blocks).not.toBe(early);
  });

  it('come to nothing when the file cannot be brought to the disk', async () => {
    await writeWithHole();
    const lost = Promise.reject(new Error('no disk'));
    lost.catch(() => undefined);
    await expect(sumUp(file, null, signal, lost)).rejects.toThrow('no disk');
  });

  it.each([
    ['a hole that is known', writeWithKnownHole, 12 * mebibyte + 77],
    ['zeros that are no hole', writeWithKnownHole, 6 * mebibyte],
    ['a hole that is not known', writeWithHole, 12 * mebibyte + 77],
  ])('find one bit that flipped in %s', async (_, write, at) => {
    const sums = await write();
    await flip(at);
    const piece = Math.floor(at / (4 * mebibyte)) * 4 * mebibyte;
    expect(await compare(file, sums, signal)).toBe(`it was changed near byte ${piece}`);
  });

  it('find nothing in a copy that has no holes, or more of them', async () => {
    const sums = await writeWithKnownHole();
    const whole = await readFile(file);
    await rm(file);
    await writeFile(file, whole);
    expect((await stat(file)).blocks).not.toBe(sums.blocks);
    expect(await compare(file, sums, signal)).toBeNull();
    await writeWithHole();
    expect((await stat(file)).blocks).not.toBe(sums.blocks);
    expect(await compare(file, sums, signal)).toBeNull();
  });

  it('end when told to, and read a file only', async () => {
    const sums = await writeWithHole();
    const ended = AbortSignal.abort(new Error('enough'));
    await expect(sumUp(file, null, ended)).rejects.toThrow('enough');
    await expect(compare(file, sums, ended)).rejects.toThrow('enough');
    await rm(file);
    await expect(compare(file, sums, signal)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
