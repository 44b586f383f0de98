import { beforeEach, expect, it, vi } from 'vitest';
import { askOutOfMemory, isKnownOutOfMemory, useEnds } from './out-of-memory.ts';

/** Containers that the engine says were out of memory; it knows no others but `killed`. */
let outOfMemory: Set<string>;
const request = vi.fn(async (_name: string, parameters: unknown) => {
  const { id } = parameters as { readonly id: string };
  if (!outOfMemory.has(id) && id !== 'killed')
    return { error: { code: 'not-found', message: 'It is gone.', hint: '' } };
  return { result: { ended: { at: 1, exitCode: 137, outOfMemory: outOfMemory.has(id) } } };
});
vi.stubGlobal('window', { slipway: { request } });

beforeEach(() => {
  request.mockClear();
  outOfMemory = new Set(['a']);
  useEnds.setState({ ends: new Map() });
});

const isOut = (id: string, endedAt: number) => isKnownOutOfMemory(useEnds.getState(), id, endedAt);

it('asks once for each end of a container', async () => {
  await Promise.all([askOutOfMemory('a', 5), askOutOfMemory('a', 5), askOutOfMemory('killed', 5)]);
  await askOutOfMemory('a', 5);
  await askOutOfMemory('killed', 5);
  expect(request).toHaveBeenCalledTimes(2);
  expect([isOut('a', 5), isOut('killed', 5)]).toEqual([true, false]);
});

it('asks again when the container has ended once more, and says nothing of it before', async () => {
  await askOutOfMemory('killed', 5);
  outOfMemory.add('killed');
  expect(isOut('killed', 9)).toBe(false);
  await askOutOfMemory('killed', 9);
  expect([isOut('killed', 9), isOut('killed', 5)]).toEqual([true, false]);
});

it('remembers nothing of one that the engine did not tell of', async () => {
  await askOutOfMemory('gone', 5);
  outOfMemory.add('gone');
  await askOutOfMemory('gone', 5);
  expect(isOut('gone', 5)).toBe(true);
});

it('remembers a thousand', async () => {
  outOfMemory = new Set(Array.from({ length: 1_001 }, (_, at) => `c${at}`));
  for (const id of outOfMemory) await askOutOfMemory(id, 5);
  expect(useEnds.getState().ends.size).toBe(1_000);
  expect([isOut('c0', 5), isOut('c1', 5), isOut('c1000', 5)]).toEqual([false, true, true]);
});
