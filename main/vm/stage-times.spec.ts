import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Boot } from '../contract/status.ts';
import { loadStageTimes, median } from './stage-times.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'times-'));
  path = join(folder, 'times.json');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function boot(durationMs: number | null, kind: Boot['kind'] = 'cold'): Boot {
  const stages = [{ name: 'kernel', startedAt: 0, durationMs, usualMs: null }];
  return { kind, startedAt: 0, durationMs: 1, stages };
}

describe('stage times', () => {
  it('are kept across hosts, by kind of start and accelerator', async () => {
    const times = await loadStageTimes(path);
    for (const milliseconds of [10, 30, 20]) await times.remember(boot(milliseconds), 'tcg');
    await times.remember(boot(2), 'kvm');
    await times.remember(boot(1, 'adopt'), 'tcg');
    const later = await loadStageTimes(path);
    expect(later.usual('cold', 'tcg')('kernel')).toBe(20);
    expect(later.usual('cold', 'kvm')('kernel')).toBe(2);
    expect(later.usual('cold', 'any')('kernel')).toBe(15);
    expect(later.usual('adopt', 'any')('kernel')).toBe(1);
    expect(later.usual('resume', 'tcg')('kernel')).toBeNull();
    expect(later.usual('cold', 'tcg')('other')).toBeNull();
  });

  it('forget the oldest starts, and leave out what was not finished', async () => {
    const times = await loadStageTimes(path);
    for (let turn = 0; turn < 9; turn += 1) await times.remember(boot(1_000), 'tcg');
    for (let turn = 0; turn < 5; turn += 1) await times.remember(boot(10), 'tcg');
    await times.remember(boot(null), 'tcg');
    expect(times.usual('cold', 'tcg')('kernel')).toBe(10);
  });

  it.each(['', '{', '[]', '{"cold/tcg":{"kernel":["a"]}}', 'null'])(
    'count a file of %j as none',
    async (text) => {
      await writeFile(path, text);
      const times = await loadStageTimes(path);
      expect(times.usual('cold', 'tcg')('kernel')).toBeNull();
      await times.remember(boot(7), 'tcg');
      expect((await loadStageTimes(path)).usual('cold', 'tcg')('kernel')).toBe(7);
    },
  );

  it('do not take the names of stages for those of an object', async () => {
    const times = await loadStageTimes(path);
    expect(times.usual('cold', 'tcg')('constructor')).toBeNull();
    await times.remember(boot(1), 'tcg');
    expect(times.usual('cold', 'tcg')('constructor')).toBeNull();
  });
});

describe('median', () => {
  it.each([
    [[], null],
    [[5], 5],
    [[1, 100], 50.5],
    [[9, 1, 5], 5],
  ])('of %j is %j', (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});
