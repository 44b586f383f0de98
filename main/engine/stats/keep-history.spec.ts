import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { UsageHistory, UsageSample } from '../../contract/engine/stats.ts';
import { keepHistory, loadHistory, saveHistory } from './keep-history.ts';

const now = 10_000_000;
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp('/tmp/sw-unit-');
  path = join(folder, 'usage-history.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const sampleAt = (at: number): UsageSample => ({
  at,
  cpus: 0.123_456,
  memoryBytes: 1e9,
  receivedRate: 1.6,
  sentRate: 0,
  readRate: 4096,
  writtenRate: 0,
  processes: 3,
});
const historyOf = (...ages: readonly number[]): UsageHistory => ({
  samples: ages.map((age) => sampleAt(now - age)),
  memoryLimitBytes: 2e9,
});
const agesOf = (history: UsageHistory | undefined) => history?.samples.map(({ at }) => now - at);

test('what was written is read again, to a ten-thousandth of a processor and a byte', async () => {
  await saveHistory(path, new Map([['a', historyOf(60_000, 30_000)]]), now);
  const { samples = [], memoryLimitBytes } = (await loadHistory(path, now)).get('a') ?? {};
  expect(memoryLimitBytes).toBe(2e9);
  expect(samples).toEqual(
    [60_000, 30_000].map((age) => ({ ...sampleAt(now - age), cpus: 0.1235, receivedRate: 2 })),
  );
});

test('what is older than an hour is left out, written or read, and what is yet to come', async () => {
  await saveHistory(
    path,
    new Map([
      ['a', historyOf(3_700_000, 60_000)],
      ['old', historyOf(3_700_000)],
    ]),
    now,
  );
  expect([...(await loadHistory(path, now)).keys()]).toEqual(['a']);
  expect(agesOf((await loadHistory(path, now)).get('a'))).toEqual([60_000]);
  expect((await loadHistory(path, now + 3_600_000)).size).toBe(0);
  expect((await loadHistory(path, now - 100_000)).size).toBe(0);
});

test.each([
  ['no JSON', '{"version":1,"containers":[{"id":"a"'],
  ['of another version', '{"version":2,"containers":[]}'],
  ['of another kind', '[1,2,3]'],
  [
    'cut short within a sample',
    '{"version":1,"containers":[{"id":"a","memoryLimitBytes":0,"samples":[1,2]}]}',
  ],
  [
    'with words for numbers',
    '{"version":1,"containers":[{"id":"a","memoryLimitBytes":0,"samples":[1,1,1,1,1,1,1,"x"]}]}',
  ],
])('a file that is %s is ignored', async (_, content) => {
  await writeFile(path, content);
  expect((await loadHistory(path, now)).size).toBe(0);
});

test('a file that is missing, no file, or far too large is ignored', async () => {
  expect((await loadHistory(path, now)).size).toBe(0);
  expect((await loadHistory(folder, now)).size).toBe(0);
  await writeFile(path, '');
  await truncate(path, 2 ** 33);
  expect((await loadHistory(path, now)).size).toBe(0);
});

test('of a thousand containers the newest samples of each are kept, in a few megabytes', async () => {
  const ages = Array.from({ length: 360 }, (_, index) => (359 - index) * 10_000);
  const all = new Map(Array.from({ length: 1_000 }, (_, index) => [`${index}`, historyOf(...ages)]));
  await saveHistory(path, all, now);
  expect((await stat(path)).size).toBeLessThan(6_000_000);
  const read = await loadHistory(path, now);
  expect(read.size).toBe(1_000);
  expect(agesOf(read.get('999'))).toEqual(ages.slice(-72));
});

/** A collector that knows what it is given. */
function fakeStats(initial: ReadonlyMap<string, UsageHistory> = new Map()) {
  let known = initial;
  return {
    histories: () => known,
    restore: vi.fn((earlier: ReadonlyMap<string, UsageHistory>) => {
      known = new Map([...earlier, ...known]);
    }),
    know(histories: ReadonlyMap<string, UsageHistory>) {
      known = histories;
    },
  };
}

test('gives what was kept, and writes what is new now and then and at the end', async () => {
  await saveHistory(path, new Map([['a', historyOf(60_000)]]), now);
  const stats = fakeStats();
  const warn = vi.fn();
  const keeper = keepHistory({ stats, path, now: () => now, warn, everyMs: 5 });
  await vi.waitFor(() => expect(stats.restore).toHaveBeenCalled(), { timeout: 8_000 });
  expect(agesOf(stats.histories().get('a'))).toEqual([60_000]);
  stats.know(new Map([['a', historyOf(60_000, 20_000)]]));
  await vi.waitFor(
    async () => expect(agesOf((await loadHistory(path, now)).get('a'))).toEqual([60_000, 20_000]),
    { timeout: 8_000 },
  );
  stats.know(new Map([['b', historyOf(0)]]));
  await keeper.close();
  expect([...(await loadHistory(path, now)).keys()]).toEqual(['b']);
  expect(await readdir(folder)).toHaveLength(1);
  expect(warn).not.toHaveBeenCalled();
});

test('writes nothing when nothing is new, and complains once where it cannot write', async () => {
  const quiet = keepHistory({ stats: fakeStats(), path, now: () => now, warn: vi.fn(), everyMs: 5 });
  await quiet.close();
  await expect(readFile(path)).rejects.toThrow('ENOENT');
  const warn = vi.fn();
  const stats = fakeStats(new Map([['a', historyOf(0)]]));
  const missing = join(folder, 'missing', 'file');
  const keeper = keepHistory({ stats, path: missing, now: () => now, warn });
  await keeper.close();
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('cannot be written down'));
});
