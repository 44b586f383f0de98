import type Docker from 'dockerode';
import { expect, it, vi } from 'vitest';
import { withUnstarted } from './unstarted.ts';

it('removes a container that was made after its user had left', async () => {
  let made: (container: { readonly id: string }) => void = () => undefined;
  const removed: string[] = [];
  const engine = {
    createContainer: () => new Promise((resolve) => (made = resolve)),
    modem: {
      dial: ({ path }: { readonly path: string }, callback: (error: null, answer: string) => void) => {
        removed.push(path);
        callback(null, '');
      },
    },
  } as unknown as Docker;
  const stop = new AbortController();
  const work = vi.fn();
  const used = withUnstarted(engine, { image: 'web' }, 'look', stop.signal, work);
  stop.abort(new Error('enough'));
  await expect(used).rejects.toThrow('enough');
  made({ id: 'late' });
  await expect.poll(() => removed).toEqual([expect.stringMatching(/^\/containers\/late\?/)]);
  expect(work).not.toHaveBeenCalled();
});
