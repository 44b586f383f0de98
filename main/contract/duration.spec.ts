import { expect, it } from 'vitest';
import { formatDuration } from './duration.ts';

it.each([
  [-5, '0 ms'],
  [0, '0 ms'],
  [999.4, '999 ms'],
  [999.6, '1.0 s'],
  [12_390, '12.4 s'],
  [59_900, '59.9 s'],
  [59_990, '1 min 0 s'],
  [65_000, '1 min 5 s'],
  [125_000, '2 min 5 s'],
  [3_600_000, '60 min 0 s'],
])('%f ms is "%s"', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});
