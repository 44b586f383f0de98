import { afterEach, expect, it, vi } from 'vitest';
import type { Helper } from './helper.ts';
import { createHelpers } from './helpers.ts';

const never = new AbortController().signal;

afterEach(() => {
  vi.useRealTimers();
});

function fakes() {
  const started: (Helper & { volume: string | undefined; ended: boolean })[] = [];
  const helpers = createHelpers(async (volume) => {
    const helper = {
      volume,
      ended: false,
      engineTop: '/proc/1/root',
      ask: async () => ({ code: 0, output: Buffer.alloc(0), complaint: '' }),
      hasEnded: () => helper.ended,
      end: async () => {
        helper.ended = true;
      },
    };
    started.push(helper);
    return helper;
  });
  return { helpers, started };
}

it('shares one helper, and starts another for a volume of its own', async () => {
  const { helpers, started } = fakes();
  await Promise.all([
    helpers.use(undefined, never, async () => 1),
    helpers.use(undefined, never, async () => 2),
  ]);
  await helpers.use('nfs', never, async () => 3);
  expect(started.map(({ volume }) => volume)).toEqual([undefined, 'nfs']);
});

it('starts another one when it has gone meanwhile', async () => {
  const { helpers, started } = fakes();
  const first = await helpers.use(undefined, never, async (helper) => helper);
  await first.end();
  expect(await helpers.use(undefined, never, async (helper) => helper)).not.toBe(first);
  expect(started).toHaveLength(2);
});

it('ends one that nobody has used for a while, and none that is in use', async () => {
  vi.useFakeTimers();
  const { helpers, started } = fakes();
  let finish: () => void = () => undefined;
  const long = helpers.use(undefined, never, () => new Promise<void>((resolve) => (finish = resolve)));
  await helpers.use(undefined, never, async () => undefined);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(started[0]?.ended).toBe(false);
  finish();
  await long;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(started[0]?.ended).toBe(false);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(started[0]?.ended).toBe(true);
});

it('ends one whose only user has given up while it was being started', async () => {
  vi.useFakeTimers();
  const end = vi.fn(async () => undefined);
  let started: (helper: Helper) => void = () => undefined;
  const helpers = createHelpers(() => new Promise((resolve) => (started = resolve)));
  const stop = new AbortController();
  const used = helpers.use(undefined, stop.signal, async () => 1);
  stop.abort(new Error('enough'));
  await expect(used).rejects.toThrow('enough');
  started({ end, hasEnded: () => false, engineTop: '', ask: () => Promise.reject(new Error('unused')) });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(end).toHaveBeenCalled();
});

it('tries again after one could not be started', async () => {
  let tries = 0;
  const helpers = createHelpers(async () => {
    tries += 1;
    throw new Error(`no ${tries}`);
  });
  await expect(helpers.use(undefined, never, async () => 1)).rejects.toThrow('no 1');
  await expect(helpers.use(undefined, never, async () => 1)).rejects.toThrow('no 2');
});

it('lets go of a volume, unless it is in use', async () => {
  const { helpers, started } = fakes();
  await helpers.use('nfs', never, async () => {
    await helpers.letGo('nfs');
    expect(started[0]?.ended).toBe(false);
  });
  await helpers.letGo('other');
  await helpers.letGo('nfs');
  expect(started[0]?.ended).toBe(true);
});

it('lets go of a volume only when the helper is gone that is ending already', async () => {
  let removed: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => (removed = resolve));
  let ended = false;
  const helpers = createHelpers(async () => ({
    engineTop: '',
    ask: () => Promise.reject(new Error('unused')),
    hasEnded: () => ended,
    end: () => gone,
  }));
  await helpers.use('nfs', never, async () => {
    ended = true;
  });
  const onGone = vi.fn();
  const letting = helpers.letGo('nfs').then(onGone);
  await helpers.letGo('other');
  expect(onGone).not.toHaveBeenCalled();
  removed();
  await letting;
});

it('ends all of them, and says when they are gone', async () => {
  const { helpers, started } = fakes();
  await helpers.use(undefined, never, async () => 1);
  await helpers.close();
  expect(started[0]?.ended).toBe(true);
});
