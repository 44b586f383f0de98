import { expect, it } from 'vitest';
import { turningPage } from './turning-page.ts';

const { signal } = new AbortController();

it('leads requests the new way once it has turned, and lets go of the old one', async () => {
  const left: number[] = [];
  let ways = 0;
  const page = turningPage(
    () => {
      ways += 1;
      const way = ways;
      return {
        dispatch: async () => ({ result: way }),
        offer: () => [],
        leave: () => void left.push(way),
      };
    },
    () => undefined,
  );
  expect(await page.dispatch('any', {}, signal)).toEqual({ result: 1 });
  page.turn();
  expect(await page.dispatch('any', {}, signal)).toEqual({ result: 2 });
  expect(left).toEqual([1]);
});

it('is not left over what is not saved', () => {
  const told: number[] = [];
  const page = turningPage(
    () => ({ dispatch: async () => ({ result: 1 }), offer: () => [], leave: () => undefined }),
    (files) => told.push(files),
  );
  page.mayLeave();
  page.setUnsaved(2);
  expect(() => page.mayLeave()).toThrow(expect.objectContaining({ code: 'busy' }));
  page.setUnsaved(0);
  page.mayLeave();
  expect(told).toEqual([2, 0]);
});
