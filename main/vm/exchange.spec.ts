import { expect, it, vi } from 'vitest';
import { never } from '../util/wait.ts';
import { createExchange } from './exchange.ts';

/** A work that goes on until it is told to end. */
function lasting() {
  let end: (error?: Error) => void = () => undefined;
  const done = new Promise<string>((resolve, reject) => {
    end = (error) => (error === undefined ? resolve('done') : reject(error));
  });
  return { work: () => done, end };
}

it('is one at a time, whether it succeeds or not', async () => {
  const exchange = createExchange(() => undefined);
  const first = lasting();
  const done = exchange.during(first.work);
  await expect(exchange.during(async () => 'another')).rejects.toMatchObject({ code: 'busy' });
  first.end(new Error('no room'));
  await expect(done).rejects.toThrow('no room');
  expect(await exchange.during(async () => 'another')).toBe('another');
});

it('has a start wait until it is over', async () => {
  const onAwaited = vi.fn();
  const exchange = createExchange(onAwaited);
  await exchange.untilFree(never);
  expect(onAwaited).not.toHaveBeenCalled();
  const { work, end } = lasting();
  const done = exchange.during(work);
  const freed: string[] = [];
  const waiting = exchange.untilFree(never).then(() => freed.push('free'));
  expect(onAwaited).toHaveBeenCalledOnce();
  expect(exchange.isAwaited()).toBe(true);
  await new Promise((resolve) => setImmediate(resolve));
  expect(freed).toEqual([]);
  end();
  await Promise.all([done, waiting]);
  expect(freed).toEqual(['free']);
  expect(exchange.isAwaited()).toBe(false);
});

it('is not waited for any more by who gives up', async () => {
  const exchange = createExchange(() => undefined);
  const { work, end } = lasting();
  const done = exchange.during(work);
  await expect(exchange.untilFree(AbortSignal.abort(new Error('given up')))).rejects.toThrow('given up');
  expect(exchange.isAwaited()).toBe(false);
  end();
  expect(await done).toBe('done');
});
