import { expect, it } from 'vitest';
import { startLaps } from './laps.ts';

it('gives each part from the end of the one before', () => {
  const times = [1_000, 1_812, 1_852.4];
  const laps = startLaps(() => times.shift() ?? 0);
  laps.done('write');
  laps.done('sync');
  expect(laps.words()).toBe('write 812 ms, sync 40 ms');
});
