import { beforeEach, expect, it, vi } from 'vitest';
import type { Trouble } from '../engine/troubles.ts';
import { noticeOf, notifyTroubles } from './notify-troubles.ts';

const show = vi.fn();
const open = vi.fn();
const openEvents = vi.fn();
let now: number;
let wanted: boolean;

beforeEach(() => {
  vi.clearAllMocks();
  now = 0;
  wanted = true;
});

const tell = () => notifyTroubles({ show, open, openEvents, isWanted: async () => wanted, now: () => now });
const failed = (id: string): Trouble => ({ kind: 'failed', id, name: `web\n${id}`, exitCode: 3 });

it('says what has happened in one line each, whatever the name', () => {
  expect(noticeOf(failed('\u0007'))).toEqual({
    title: 'web \uFFFD has failed',
    body: 'It ended with exit code 3.',
  });
});

it('leads to the container', async () => {
  await tell()(failed('a1'));
  show.mock.lastCall?.[1]();
  expect(open).toHaveBeenCalledWith('a1');
});

it('says nothing to who does not want it', async () => {
  wanted = false;
  await tell()(failed('a1'));
  expect(show).not.toHaveBeenCalled();
});

it('says no more than a few in a minute, and that there are more', async () => {
  const one = tell();
  for (let count = 0; count < 40; count += 1) await one(failed(String(count)));
  expect(show).toHaveBeenCalledTimes(5);
  expect(show.mock.lastCall?.[0].title).toBe('5 containers had trouble 5 times');
  show.mock.lastCall?.[1]();
  expect(openEvents).toHaveBeenCalledTimes(1);
  expect(open).not.toHaveBeenCalled();
  now += 60_000;
  await one(failed('later'));
  expect(show).toHaveBeenCalledTimes(6);
});

it('does not speak of several containers when it is one', async () => {
  const one = tell();
  for (let count = 0; count < 5; count += 1) await one(failed('a1'));
  expect(show.mock.lastCall?.[0].title).toBe('web a1 had trouble 5 times');
});
