import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepSockets } from './keep-sockets.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('says once what was made anew, and once why something cannot be', async () => {
  const log = vi.fn();
  const keep = vi.fn(async () => false);
  const broken = vi.fn(async () => Promise.reject(new Error('no space left')));
  const keeper = keepSockets(
    () => [
      { path: '/run/a.sock', keep },
      { path: '/run/b.sock', keep: broken },
    ],
    log,
  );
  await vi.advanceTimersByTimeAsync(5_000);
  keep.mockResolvedValueOnce(true);
  await keeper.look();
  expect(log.mock.calls).toEqual([
    ['warn', '/run/b.sock cannot be made anew: no space left'],
    ['warn', '/run/a.sock was gone, and listens again'],
  ]);
  keeper.close();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(keep).toHaveBeenCalledTimes(2);
});
