import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SlipwayError } from '../contract/errors.ts';
import { request } from '../contract/requests.ts';
import { createDispatch } from './dispatch.ts';

const requests = {
  'number.double': request<number>()(z.strictObject({ value: z.number(), times: z.number().default(2) })),
  'number.fail': request<void>()(z.strictObject({ how: z.enum(['slipway', 'error', 'text', 'abort']) })),
} as const;

const dispatch = createDispatch(requests, {
  'number.double': async ({ value, times }) => value * times,
  'number.fail': async ({ how }) => {
    if (how === 'slipway') throw new SlipwayError({ code: 'disk-full', message: 'Full.', hint: 'Tidy up.' });
    if (how === 'error') throw new Error('some error');
    if (how === 'abort') AbortSignal.abort().throwIfAborted();
    throw 'some text';
  },
});

const { signal } = new AbortController();

describe('dispatch', () => {
  it('hands checked parameters to the handler, defaults filled in', async () => {
    expect(await dispatch('number.double', { value: 4 }, signal)).toEqual({ result: 8 });
  });

  it.each(['number.triple', 'toString', '__proto__', 'constructor', ''])('refuses %j', async (name) => {
    expect(await dispatch(name, {}, signal)).toMatchObject({
      error: { code: 'invalid-argument', message: expect.stringContaining(`"${name}"`) },
    });
  });

  it.each([
    [{}, 'value'],
    [{ value: '4' }, 'value'],
    [{ value: 4, extra: 1 }, 'extra'],
    [undefined, 'value'],
    [null, 'value'],
    ['text', 'parameter'],
    [[], 'parameter'],
  ])('refuses the parameters %j, naming what is wrong', async (parameters, named) => {
    const reply = await dispatch('number.double', parameters, signal);
    expect(reply).toMatchObject({
      error: { code: 'invalid-argument', message: expect.stringContaining(named) },
    });
  });

  it.each([
    ['slipway', { code: 'disk-full', message: 'Full.', hint: 'Tidy up.' }],
    ['error', { code: 'internal', message: 'some error' }],
    ['text', { code: 'internal', message: 'some text' }],
    ['abort', { code: 'aborted' }],
  ])('wraps what a handler throws (%s)', async (how, error) => {
    expect(await dispatch('number.fail', { how }, signal)).toMatchObject({ error });
  });
});
