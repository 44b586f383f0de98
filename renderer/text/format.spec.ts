import { expect, it } from 'vitest';
import { formatMemory, formatMoment } from './format.ts';

it('shows memory in GiB when it is even', () => {
  expect([formatMemory(2048), formatMemory(1536)]).toEqual(['2 GiB', '1536 MiB']);
});

it('gives a moment of today by the clock, and an earlier one with its date', () => {
  const now = new Date(2026, 10, 24, 15, 0).getTime();
  expect(formatMoment(new Date(2026, 10, 24, 4, 7).getTime(), now)).toBe('04:07');
  expect(formatMoment(new Date(2026, 10, 23, 23, 59).getTime(), now)).toBe('23 November at 23:59');
});
