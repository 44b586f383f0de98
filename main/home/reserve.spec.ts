import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type HomePaths, homePaths } from './paths.ts';
import { keepReserve, spendReserve } from './reserve.ts';

let paths: HomePaths;

beforeEach(async () => {
  paths = homePaths(await mkdtemp(join(tmpdir(), 'reserve-')));
  await mkdir(paths.state);
});
afterEach(() => rm(paths.home, { recursive: true, force: true }));

it('takes real room once, and gives it back once', async () => {
  await keepReserve(paths);
  const before = await readFile(paths.reserve);
  expect((await stat(paths.reserve)).blocks * 512).toBeGreaterThanOrEqual(262_144);
  await keepReserve(paths);
  expect((await readFile(paths.reserve)).equals(before)).toBe(true);
  expect(await spendReserve(paths)).toBe(true);
  expect(await spendReserve(paths)).toBe(false);
  await keepReserve(paths);
  expect(await spendReserve(paths)).toBe(true);
});

it('is no reason to fail where it cannot be kept', async () => {
  await rm(paths.state, { recursive: true });
  await keepReserve(paths);
  expect(await spendReserve(paths)).toBe(false);
});
