import { describe, expect, it } from 'vitest';
import { pairedRatio, percentile, summarize } from './statistics.ts';

describe('summarize', () => {
  it('gives the median and the range', () => {
    expect(summarize([9, 1, 5])).toEqual({ count: 3, median: 5, min: 1, max: 9 });
    expect(summarize([1, 2, 3, 4])?.median).toBe(2.5);
  });

  it('gives null of none', () => {
    expect(summarize([])).toBeNull();
  });
});

describe('percentile', () => {
  it('gives the nearest rank', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(values, 0.5)).toBe(50);
    expect(percentile(values, 0.99)).toBe(99);
    expect(percentile(values, 1)).toBe(100);
  });

  it('of one value is that value', () => {
    expect(percentile([7], 0.01)).toBe(7);
  });

  it('refuses no values', () => {
    expect(() => percentile([], 0.5)).toThrow('nothing');
  });
});

describe('pairedRatio', () => {
  it('is not moved by a slow spell that hit both', () => {
    expect(pairedRatio([10, 1000, 12], [10, 1000, 10])).toBe(1);
  });

  it('leaves out what has no partner', () => {
    expect(pairedRatio([4, 100], [2])).toBe(2);
    expect(() => pairedRatio([1], [])).toThrow('nothing');
  });
});
