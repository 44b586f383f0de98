import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepSockets } from './keep-sockets.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('says what was made anew, and once of each why it cannot be', async () => {
  const log = vi.fn();
  const keep = vi.fn(async () => false);
  const broken = vi.fn(async (): Promise<boolean> => Promise.reject(new Error('no space left')));
  const keeper = keepSockets(
    () => [
      { path: '/run/a.sock', keep },
      { path: '/run/b.sock', keep: broken },
    ],
    log,
  );
  await vi.advanceTimersByTimeAsync(60_000);
  keep.mockResolvedValueOnce(true);
  await keeper.look();
  keep.mockRejectedValueOnce(new Error('no such folder'));
  await keeper.look();
  broken.mockImplementationOnce(async () => Promise.resolve(true));
  await keeper.look();
  await keeper.look();
  expect(log.mock.calls.map(([, text]) => text)).toEqual([
    '/run/b.sock cannot be made anew: no space left',
    '/run/a.sock was gone, and listens again',
    '/run/a.sock cannot be made anew: no such folder',
    '/run/b.sock was gone, and listens again',
    '/run/b.sock cannot be made anew: no space left',
  ]);
  keeper.close();
  await vi.advanceTimersByTimeAsync(180_000);
  expect(keep).toHaveBeenCalledTimes(5);
});
