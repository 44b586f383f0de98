import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { scheduleTrims, type TrimScheduleOptions } from './trim-schedule.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function scheduled(lastTrim = 0) {
  let removed: () => void = () => undefined;
  const trim = vi.fn<TrimScheduleOptions['trim']>(async () => undefined);
  const log = vi.fn<TrimScheduleOptions['log']>();
  const schedule = scheduleTrims({
    trim,
    followRemovals: async (onRemoval) => {
      removed = onRemoval;
    },
    lastTrim: () => lastTrim,
    now: () => Date.now(),
    log,
  });
  schedule.setRunning(true);
  return { schedule, trim, log, remove: () => removed() };
}

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

it('trims once after many removals, when they are over', async () => {
  const { trim, remove } = scheduled();
  for (let count = 0; count < 20; count++) {
    remove();
    await pass(1_000);
  }
  expect(trim).not.toHaveBeenCalled();
  await pass(10_000);
  expect(trim).toHaveBeenCalledOnce();
});

it('trims some time after the first start, and then each day', async () => {
  const { trim } = scheduled();
  await pass(4 * minute);
  expect(trim).not.toHaveBeenCalled();
  await pass(2 * minute);
  expect(trim).toHaveBeenCalledOnce();
  await pass(2 * day);
  expect(trim).toHaveBeenCalledTimes(3);
});

it('lets a disk be that was trimmed today', async () => {
  const { trim } = scheduled(Date.now());
  await pass(day - minute);
  expect(trim).not.toHaveBeenCalled();
  await pass(2 * minute);
  expect(trim).toHaveBeenCalledOnce();
});

it('does nothing while the VM does not run', async () => {
  const { schedule, trim, remove } = scheduled();
  remove();
  schedule.setRunning(false);
  await pass(2 * day);
  expect(trim).not.toHaveBeenCalled();
});

it('says why a trim failed, and tries again the next day', async () => {
  const { trim, log, remove } = scheduled();
  trim.mockRejectedValueOnce(new Error('no'));
  remove();
  await pass(10_000);
  expect(log).toHaveBeenCalledWith('warn', expect.stringContaining('no'));
  await pass(day);
  expect(trim).toHaveBeenCalledTimes(2);
});
