import { expect, test } from 'vitest';
import type { UsageSample } from '../../contract/engine/stats.ts';
import { thinned, withSample } from './history.ts';

const sampleAt = (at: number): UsageSample => ({
  at,
  cpus: 0,
  memoryBytes: 0,
  receivedRate: 0,
  sentRate: 0,
  readRate: 0,
  writtenRate: 0,
  processes: 1,
});

test('two hours of samples every two seconds become one hour, coarse but for the last five minutes', () => {
  let samples: readonly UsageSample[] = [];
  const end = 7_200_000;
  for (let at = 0; at <= end; at += 2_000) samples = withSample(samples, sampleAt(at));
  expect(samples[0]?.at).toBeGreaterThanOrEqual(end - 3_600_000);
  expect(samples[0]?.at).toBeLessThan(end - 3_580_000);
  const fine = samples.filter(({ at }) => at >= end - 300_000);
  expect(fine).toHaveLength(151);
  const coarse = samples.filter(({ at }) => at < end - 300_000);
  expect(coarse).toHaveLength(330);
  expect(samples).toEqual(samples.toSorted((a, b) => a.at - b.at));
});

test('what is kept for later is one sample each ten seconds, and none older than an hour', () => {
  const samples = Array.from({ length: 2_100 }, (_, index) => sampleAt(index * 2_000));
  const kept = thinned(samples, 4_200_000);
  expect(kept).toHaveLength(360);
  expect(kept[0]?.at).toBe(600_000);
  expect(kept[1]?.at).toBe(610_000);
});
