import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readEvents } from './follow-events.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

it('tries again where nobody answers', async () => {
  const left = new AbortController();
  const asked: AbortSignal[] = [];
  const open = (signal: AbortSignal) => {
    asked.push(signal);
    return new Promise<never>(() => undefined);
  };
  const onOpen = vi.fn();
  const over = readEvents(
    open,
    { firstMs: 1, longestMs: 1 },
    { onOpen, onEvent: () => undefined },
    left.signal,
  );
  // Past the deadline of the first, before that of the second.
  await vi.advanceTimersByTimeAsync(45_000);
  await expect.poll(() => asked.length, { timeout: 8_000 }).toBe(2);
  expect(asked.map(({ aborted }) => aborted)).toEqual([true, false]);
  expect(onOpen).not.toHaveBeenCalled();
  left.abort();
  await over;
});
