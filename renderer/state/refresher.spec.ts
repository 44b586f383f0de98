import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRefresher } from './refresher.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const after = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

it('fetches at once', () => {
  const fetch = vi.fn(() => after(10));
  createRefresher(fetch).invalidate();
  expect(fetch).toHaveBeenCalledTimes(1);
});

it('never fetches twice at once, and answers the last invalidation', async () => {
  let running = 0;
  const fetch = vi.fn(async () => {
    running += 1;
    expect(running).toBe(1);
    await after(100);
    running -= 1;
  });
  const refresher = createRefresher(fetch);
  refresher.invalidate();
  for (let index = 0; index < 200; index += 1) {
    await vi.advanceTimersByTimeAsync(5);
    refresher.invalidate();
  }
  const during = fetch.mock.calls.length;
  expect(during).toBeLessThanOrEqual(6);
  await vi.advanceTimersByTimeAsync(1000);
  expect(fetch).toHaveBeenCalledTimes(during + 1);
});

it('goes on after a fetch that failed', async () => {
  const fetch = vi.fn<() => Promise<void>>().mockRejectedValueOnce(new Error('away')).mockResolvedValue();
  const refresher = createRefresher(fetch);
  refresher.invalidate();
  await vi.advanceTimersByTimeAsync(100);
  refresher.invalidate();
  expect(fetch).toHaveBeenCalledTimes(2);
});

it.each([
  ['waits as long after a fetch that took long', () => after(20_000), 40_000],
  ['waits not that long after one that failed', () => after(20_000).then(() => Promise.reject()), 25_000],
])('%s', async (_, take, nextAtMs) => {
  const fetch = vi.fn(take);
  const refresher = createRefresher(fetch);
  refresher.invalidate();
  await vi.advanceTimersByTimeAsync(1);
  refresher.invalidate();
  await vi.advanceTimersByTimeAsync(nextAtMs - 10);
  expect(fetch).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(20);
  expect(fetch).toHaveBeenCalledTimes(2);
});

it('fetches no more once cancelled', async () => {
  const fetch = vi.fn(() => after(10));
  const refresher = createRefresher(fetch);
  refresher.invalidate();
  refresher.invalidate();
  refresher.cancel();
  await vi.advanceTimersByTimeAsync(1000);
  expect(fetch).toHaveBeenCalledTimes(1);
});
