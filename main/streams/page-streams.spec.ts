import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { SlipwayError } from '../contract/errors.ts';
import type { EventOf } from '../contract/requests.ts';
import { unacknowledgedPieces } from '../contract/stream-window.ts';
import { type StreamEvents, stream } from '../contract/streams.ts';
import { createPageStreams } from './page-streams.ts';

const definitions = {
  count: stream<number>()(z.strictObject({ to: z.number().int().default(3) })),
  fail: stream<string>()(z.strictObject({})),
  work: stream<string>()(z.strictObject({ failure: z.boolean().default(false) })),
} as const;

const never = new AbortController().signal;

function setup() {
  const events: EventOf<StreamEvents>[] = [];
  const asked: number[] = [];
  const signals: AbortSignal[] = [];
  let ended = 0;
  const streams = createPageStreams(
    definitions,
    {
      async *count({ to }, signal) {
        signals.push(signal);
        try {
          for (let number = 1; number <= to; number += 1) {
            asked.push(number);
            yield number;
          }
        } finally {
          ended += 1;
        }
      },
      async *fail(_, signal) {
        signals.push(signal);
        yield* [];
        throw new SlipwayError({ code: 'not-found', message: 'It is gone.', hint: 'Look again.' });
      },
      async *work({ failure }, signal) {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        yield 'cleaned up';
        if (failure)
          throw new SlipwayError({ code: 'not-found', message: 'It is gone.', hint: 'Look again.' });
        throw new Error('the engine cannot be reached', { cause: signal.reason });
      },
    },
    (event) => events.push(event),
  );
  const id = randomUUID();
  return {
    streams,
    events,
    asked,
    signals,
    id,
    ended: () => ended,
    open: (name: string, parameters: unknown = {}) =>
      streams.handlers['stream.open']({ stream: id, name, parameters }, never),
  };
}

const settle = async () => {
  for (let turns = 0; turns < 20; turns += 1) await turn();
};

test('carries the pieces in their order, then the end', async () => {
  const { events, id, open } = setup();
  await open('count');
  await settle();
  expect(events).toEqual([
    { name: 'stream.piece', payload: { stream: id, piece: 1 } },
    { name: 'stream.piece', payload: { stream: id, piece: 2 } },
    { name: 'stream.piece', payload: { stream: id, piece: 3 } },
    { name: 'stream.end', payload: { stream: id } },
  ]);
});

test('does not let a source run ahead of the page', async () => {
  const { streams, asked, id, open } = setup();
  await open('count', { to: 100 });
  await settle();
  expect(asked).toHaveLength(unacknowledgedPieces);
  await streams.handlers['stream.acknowledge']({ stream: id, pieces: 3 }, never);
  await settle();
  expect(asked).toHaveLength(unacknowledgedPieces + 3);
});

test('tells why a stream was cut off', async () => {
  const { events, id, open } = setup();
  await open('fail');
  await settle();
  expect(events).toEqual([
    {
      name: 'stream.end',
      payload: {
        stream: id,
        failure: { code: 'not-found', message: 'It is gone.', hint: 'Look again.' },
      },
    },
  ]);
});

test('lets go of what a source has begun, when it has ended or failed too', async () => {
  for (const name of ['count', 'fail']) {
    const { open, signals } = setup();
    await open(name);
    await settle();
    expect(signals[0]?.aborted).toBe(true);
  }
});

test('ends the source of a stream that is closed, and says nothing more of it', async () => {
  const { streams, events, signals, ended, id, open } = setup();
  await open('count', { to: 100 });
  await settle();
  const before = events.length;
  await streams.handlers['stream.close']({ stream: id }, never);
  await settle();
  expect(signals[0]?.aborted).toBe(true);
  expect(ended()).toBe(1);
  expect(events).toHaveLength(before);
});

test.each([
  ['without a failure when it was only cancelled', false, undefined],
  ['with what else went wrong', true, expect.objectContaining({ code: 'not-found' })],
])('tells what came of work that was cancelled: %s', async (_, failure, told) => {
  const { streams, events, id, open } = setup();
  await open('work', { failure });
  await streams.handlers['stream.cancel']({ stream: id }, never);
  await settle();
  expect(events).toEqual([
    { name: 'stream.piece', payload: { stream: id, piece: 'cleaned up' } },
    { name: 'stream.end', payload: told === undefined ? { stream: id } : { stream: id, failure: told } },
  ]);
});

test('ends every stream of a page that leaves', async () => {
  const { streams, ended, open } = setup();
  await open('count', { to: 100 });
  await settle();
  streams.closeAll();
  await settle();
  expect(ended()).toBe(1);
});

test.each([
  ['an unknown name', 'constructor', {}, 'There is no stream named "constructor".'],
  ['wrong parameters', 'count', { to: 'three' }, 'The stream count was given a wrong to'],
])('refuses %s', async (_, name, parameters, message) => {
  const { events, open } = setup();
  await expect(open(name, parameters)).rejects.toMatchObject({
    code: 'invalid-argument',
    message: expect.stringContaining(message),
  });
  expect(events).toEqual([]);
});

test('refuses an id that is in use', async () => {
  const { open } = setup();
  await open('count', { to: 100 });
  await expect(open('count')).rejects.toMatchObject({ code: 'invalid-argument' });
});
