import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { withEngineBeginning } from './deadlines.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('ends what does not begin in time', async () => {
  let asked: AbortSignal | undefined;
  const begun = withEngineBeginning('read', 'listen', new AbortController().signal, (until) => {
    asked = until;
    return new Promise(() => undefined);
  });
  const outcome = expect(begun).rejects.toMatchObject({ code: 'deadline-exceeded' });
  await vi.advanceTimersByTimeAsync(60_000);
  await outcome;
  expect(asked?.aborted).toBe(true);
});

it('lets what has begun go on until its signal aborts', async () => {
  const left = new AbortController();
  const until = await withEngineBeginning('read', 'listen', left.signal, async (signal) => signal);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(until.aborted).toBe(false);
  left.abort(new Error('left'));
  expect(until.reason).toEqual(new Error('left'));
});
