import type Docker from 'dockerode';
import { expect, it } from 'vitest';
import { startHelper } from './helper.ts';

it('is removed when it was made after its user had left', async () => {
  let made: (container: { readonly id: string }) => void = () => undefined;
  let asked: AbortSignal | undefined;
  const removed: string[] = [];
  const engine = {
    createContainer: ({ abortSignal }: { readonly abortSignal: AbortSignal }) => {
      asked = abortSignal;
      return new Promise((resolve) => (made = resolve));
    },
    modem: {
      dial: ({ path }: { readonly path: string }, callback: (error: null, answer: string) => void) => {
        removed.push(path);
        callback(null, '');
      },
    },
  } as unknown as Docker;
  const stop = new AbortController();
  const started = startHelper(engine, undefined, stop.signal);
  stop.abort(new Error('enough'));
  await expect(started).rejects.toThrow('enough');
  expect(asked?.aborted).toBe(false);
  made({ id: 'late' });
  await expect.poll(() => removed).toEqual([expect.stringMatching(/^\/containers\/late\?/)]);
});
