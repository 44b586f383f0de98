import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pruneCache } from './prune-cache.mjs';

/** @type {string} */
let cache;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'slipway-cache-'));
});
afterEach(() => rm(cache, { recursive: true, force: true }));

const unused = () => false;
const hash = (/** @type {number} */ number) => String(number).padStart(16, '0');

describe('pruneCache', () => {
  it('keeps the three newest of each kind, and whatever is not named like a cache', async () => {
    for (let day = 1; day <= 5; day++) {
      for (const kind of ['image-x64', 'image-arm64'].slice(0, day > 2 ? 1 : 2)) {
        await mkdir(join(cache, `${kind}-${hash(day)}`));
        await utimes(join(cache, `${kind}-${hash(day)}`), day, day);
      }
    }
    await mkdir(join(cache, 'notes'));
    expect((await pruneCache(cache, unused)).sort()).toEqual([
      `image-x64-${hash(1)}`,
      `image-x64-${hash(2)}`,
    ]);
    expect((await readdir(cache)).sort()).toEqual([
      `image-arm64-${hash(1)}`,
      `image-arm64-${hash(2)}`,
      `image-x64-${hash(3)}`,
      `image-x64-${hash(4)}`,
      `image-x64-${hash(5)}`,
      'notes',
    ]);
  });

  it('keeps what is in use, however old', async () => {
    for (let day = 1; day <= 5; day++) {
      await mkdir(join(cache, `qemu-${hash(day)}`));
      await utimes(join(cache, `qemu-${hash(day)}`), day, day);
    }
    expect(await pruneCache(cache, (name) => name.endsWith(hash(1)))).toEqual([`qemu-${hash(2)}`]);
  });

  it('does nothing where there is no cache yet', async () => {
    expect(await pruneCache(join(cache, 'missing'), unused)).toEqual([]);
  });
});
