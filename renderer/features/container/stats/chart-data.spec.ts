import { expect, test } from 'vitest';
import type { UsageSample } from '../../../../main/contract/engine/stats.ts';
import { chartData } from './chart-data.ts';

const sample = (at: number, cpus: number): UsageSample => ({
  at,
  cpus,
  memoryBytes: 1,
  receivedRate: 2,
  sentRate: 3,
  readRate: 4,
  writtenRate: 5,
  processes: 6,
});

test('each curve is a column beside the times', () => {
  const samples = [sample(1_000, 0.1), sample(3_000, 0.2)];
  expect(chartData(samples, [({ cpus }) => cpus, ({ sentRate }) => sentRate])).toEqual([
    [1, 3],
    [0.1, 0.2],
    [3, 3],
  ]);
});

test('time in which nothing was measured breaks a curve', () => {
  const samples = [sample(1_000, 0.1), sample(61_000, 0.2)];
  expect(chartData(samples, [({ cpus }) => cpus])).toEqual([
    [1, 1.001, 61],
    [0.1, null, 0.2],
  ]);
});

test('without samples there is nothing to draw', () => {
  expect(chartData([], [({ cpus }) => cpus])).toEqual([[], []]);
});
