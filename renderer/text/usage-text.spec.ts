import { expect, test } from 'vitest';
import { formatCpus } from './usage-text.ts';

test.each([
  [0, '0.0 %'],
  [0.004, '0.4 %'],
  [0.5, '50 %'],
  [1.504, '150 %'],
])('%f processors are %s', (cpus, text) => {
  expect(formatCpus(cpus)).toBe(text);
});
