import { expect, it } from 'vitest';
import { sinceOf } from './since-store.ts';

const now = 1_700_000_000_000;
const web = (status: string) => [{ id: 'web', status }];

it('takes the middle of what the engine may mean', () => {
  expect(sinceOf(web('Up 31 seconds'), {}, now)).toEqual({ web: { kind: 'up', at: now - 31_500 } });
});

it('goes on from there while the engine agrees', () => {
  const first = sinceOf(web('Up 31 seconds'), {}, now);
  expect(sinceOf(web('Up 40 seconds (Paused)'), first, now + 9_900)).toEqual(first);
  expect(sinceOf(web('Up About a minute'), first, now + 40_000)).toEqual(first);
});

it('begins anew after a restart, and after the end', () => {
  const first = sinceOf(web('Up 31 seconds'), {}, now);
  expect(sinceOf(web('Up 1 second'), first, now + 10_000)).toEqual({ web: { kind: 'up', at: now + 8_500 } });
  expect(sinceOf(web('Exited (0) 31 seconds ago'), first, now)).toEqual({
    web: { kind: 'exited', at: now - 31_500 },
  });
});

it('forgets what has gone, and what says no time', () => {
  const first = sinceOf(web('Up 31 seconds'), {}, now);
  expect(sinceOf([], first, now)).toEqual({});
  expect(sinceOf(web('Created'), first, now)).toEqual({});
});
