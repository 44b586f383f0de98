import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { usedBytes } from './used-bytes.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'used-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('counts what is written and not the holes', async () => {
  const file = join(folder, 'sparse');
  await writeFile(file, Buffer.alloc(100_000, 1), { flush: true });
  await truncate(file, 1024 ** 3);
  const used = await usedBytes(file);
  expect(used).toBeGreaterThanOrEqual(100_000);
  expect(used).toBeLessThan(1024 ** 2);
});

it('counts all that is in a folder', async () => {
  await mkdir(join(folder, 'inner'));
  await writeFile(join(folder, 'inner', 'one'), Buffer.alloc(50_000, 1), { flush: true });
  await writeFile(join(folder, 'two'), Buffer.alloc(50_000, 1), { flush: true });
  expect(await usedBytes(folder)).toBeGreaterThanOrEqual(100_000);
});

it('counts nothing for what is not there', async () => {
  expect(await usedBytes(join(folder, 'missing'))).toBe(0);
});
