import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';
import { never } from './wait.ts';

test('lets works go on one at a time, also after one that failed', async () => {
  const take = createTurns();
  const heard: string[] = [];
  const work = (name: string, fails: boolean) => async () => {
    heard.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    heard.push(`${name} ends`);
    if (fails) throw new Error(name);
    return name;
  };
  const ebb = take(never, work('ebb', true));
  const flow = take(never, work('flow', false));
  await expect(ebb).rejects.toThrow('ebb');
  expect(await flow).toBe('flow');
  expect(heard).toEqual(['ebb begins', 'ebb ends', 'flow begins', 'flow ends']);
});

test('has one that was taken back keep its turn until it is over, and never begins one that waits', async () => {
  const take = createTurns();
  const heard: string[] = [];
  let finish: () => void = () => undefined;
  const stop = new AbortController();
  const going = take(stop.signal, async () => {
    heard.push('going');
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    heard.push('over');
  });
  const waiting = take(stop.signal, async () => void heard.push('waiting'));
  const next = take(never, async () => void heard.push('next'));
  await new Promise((resolve) => setImmediate(resolve));
  stop.abort(new Error('taken back'));
  await expect(going).rejects.toThrow('taken back');
  await expect(waiting).rejects.toThrow('taken back');
  expect(heard).toEqual(['going']);
  finish();
  await next;
  expect(heard).toEqual(['going', 'over', 'next']);
});
