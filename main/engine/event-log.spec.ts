import { expect, it } from 'vitest';
import type { EngineEvent } from '../contract/engine/system.ts';
import type { EngineMessage } from './engine-message.ts';
import { createEventLog, describeEvent } from './event-log.ts';

const message = (action: string): EngineMessage => ({
  Type: 'container',
  Action: action,
  Actor: { ID: 'abc', Attributes: { name: 'web', image: 'nginx' } },
  time: 1_700_000_000,
  timeNano: 1_700_000_000_123_000_000,
});

async function read(iterable: AsyncIterable<readonly EngineEvent[]>, count: number, stop: AbortController) {
  const found: EngineEvent[] = [];
  for await (const batch of iterable) {
    found.push(...batch);
    if (found.length >= count) break;
  }
  stop.abort();
  return found.map(({ action }) => action);
}

it('reads an event, to the millisecond', () => {
  expect(describeEvent(message('start'), 7)).toEqual({
    serial: 7,
    at: 1_700_000_000_123,
    type: 'container',
    action: 'start',
    id: 'abc',
    name: 'web',
    attributes: { name: 'web', image: 'nginx' },
  });
});

it('keeps no more of an event than can be looked at, and of its attributes what is short', () => {
  const labels = Object.fromEntries(
    Array.from({ length: 100 }, (_, index) => [`label${index}`, 'x'.repeat(1e5)]),
  );
  const attributes = { ...labels, name: 'web', exitCode: '137' };
  const event = describeEvent(
    {
      Type: 'container',
      Action: `exec_start: ${'y'.repeat(1e6)}`,
      Actor: { ID: 'abc', Attributes: attributes },
    },
    0,
  );
  expect(event).toMatchObject({ name: 'web', attributes: { name: 'web', exitCode: '137' } });
  expect(JSON.stringify(event).length).toBeLessThan(20_000);
});

it('tells what is kept and then what comes, in order', async () => {
  const log = createEventLog();
  log.add(message('one'));
  log.add(message('two'));
  const stop = new AbortController();
  const reading = read(log.follow(stop.signal), 3, stop);
  setTimeout(() => log.add(message('three')), 20);
  expect(await reading).toEqual(['one', 'two', 'three']);
});

it('keeps the last ones alone', async () => {
  const log = createEventLog(10);
  for (let index = 0; index < 100; index += 1) log.add(message(String(index)));
  const stop = new AbortController();
  expect(await read(log.follow(stop.signal), 10, stop)).toEqual(
    Array.from({ length: 10 }, (_, index) => String(90 + index)),
  );
});

it('ends with its signal, whether it waits or not', async () => {
  const stop = new AbortController();
  const reading = createEventLog().follow(stop.signal)[Symbol.asyncIterator]().next();
  stop.abort();
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
});
