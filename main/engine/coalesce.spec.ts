import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { coalesce } from './coalesce.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('hands on the first addition at once', () => {
  const flush = vi.fn();
  coalesce<string>(100, flush).add('a');
  vi.advanceTimersByTime(1);
  expect(flush).toHaveBeenCalledExactlyOnceWith(['a']);
});

it('hands on at most ten times in a second of 200 additions, the last included', () => {
  const flush = vi.fn();
  const coalescer = coalesce<number>(100, flush);
  for (let index = 0; index < 200; index += 1) {
    coalescer.add(index);
    vi.advanceTimersByTime(5);
  }
  vi.advanceTimersByTime(100);
  expect(flush.mock.calls.length).toBeLessThanOrEqual(11);
  expect(flush.mock.calls.flat(2)).toEqual(Array.from({ length: 200 }, (_, index) => index));
});

it('hands on a repeated item once', () => {
  const flush = vi.fn();
  const coalescer = coalesce<string>(100, flush);
  coalescer.add('a');
  coalescer.add('a');
  coalescer.add('b');
  vi.advanceTimersByTime(100);
  expect(flush).toHaveBeenCalledExactlyOnceWith(['a', 'b']);
});

it('hands on nothing after clear', () => {
  const flush = vi.fn();
  const coalescer = coalesce<string>(100, flush);
  coalescer.add('a');
  coalescer.clear();
  vi.advanceTimersByTime(1000);
  expect(flush).not.toHaveBeenCalled();
});
