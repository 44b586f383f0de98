import { expect, it } from 'vitest';
import { formatAge, formatSize } from './format.ts';

it.each([
  [30_000, 'just now'],
  [-5_000, 'just now'],
  [60_000, '1 minute ago'],
  [7_300_000, '2 hours ago'],
  [16 * 86_400_000, '2 weeks ago'],
])('%i ms before is %s', (before, text) => {
  expect(formatAge(1_000_000_000_000 - before, 1_000_000_000_000)).toBe(text);
});

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [4_260_000, '4.26 MB'],
  [999_600, '1 MB'],
  [1_234_000_000, '1.23 GB'],
  [199.006_747, '199 B'],
])('%i bytes are %s', (bytes, text) => {
  expect(formatSize(bytes)).toBe(text);
});
