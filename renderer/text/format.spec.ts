import { expect, it } from 'vitest';
import { formatCount, formatLineTime, formatMemory, formatMoment } from './format.ts';

it('shows memory in GiB when it is even', () => {
  expect([formatMemory(2048), formatMemory(1536)]).toEqual(['2 GiB', '1536 MiB']);
});

it('gives a moment of today by the clock, and an earlier one with its date', () => {
  const now = new Date(2026, 10, 24, 15, 0).getTime();
  expect(formatMoment(new Date(2026, 10, 24, 4, 7).getTime(), now)).toBe('04:07');
  expect(formatMoment(new Date(2026, 10, 23, 23, 59).getTime(), now)).toBe('23 November at 23:59');
});

it('sets the thousands of a count apart', () => {
  expect([formatCount(999), formatCount(1_204_000)]).toEqual(['999', '1,204,000']);
});

it('gives the time of a line to the millisecond, with its day or without', () => {
  const time = new Date(2026, 0, 31, 9, 5, 0, 7).getTime();
  expect(formatLineTime(time, false)).toBe('09:05:00.007');
  expect(formatLineTime(time, true)).toBe('01-31 09:05:00.007');
});
