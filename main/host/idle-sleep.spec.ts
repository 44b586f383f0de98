import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SlipwayError } from '../contract/errors.ts';
import { type IdleSleep, type IdleSleepOptions, watchIdle } from './idle-sleep.ts';

const minute = 60_000;

/** A VM that begins to run at once, and what became of it. */
function idleVm(given: Partial<{ afterMinutes: number; withContainers: boolean; containers: number }> = {}) {
  const vm = { afterMinutes: 10, withContainers: false, containers: 0, isBusy: false, ...given };
  const sleep = vi.fn<IdleSleepOptions['sleep']>(async () => idle.setRunning(false));
  const runningContainers = vi.fn(async () => vm.containers);
  const log = vi.fn<IdleSleepOptions['log']>();
  const idle: IdleSleep = watchIdle({
    settings: async () => vm,
    isBusy: () => vm.isBusy,
    runningContainers,
    sleep,
    now: () => performance.now(),
    log,
  });
  idle.setRunning(true);
  return { vm, idle, sleep, runningContainers, log };
}

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('sleeps once nobody has used it for as long as the setting says, and asks for containers only then', async () => {
  const { sleep, runningContainers } = idleVm();
  await pass(10 * minute - 1_000);
  expect(runningContainers).not.toHaveBeenCalled();
  expect(sleep).not.toHaveBeenCalled();
  await pass(2_000);
  expect(sleep).toHaveBeenCalledOnce();
});

it('takes fractions of a minute', async () => {
  const { sleep } = idleVm({ afterMinutes: 0.05 });
  await pass(2_900);
  expect(sleep).not.toHaveBeenCalled();
  await pass(200);
  expect(sleep).toHaveBeenCalledOnce();
});

it('never sleeps while somebody is connected, and counts anew once the last has gone', async () => {
  const { idle, sleep } = idleVm();
  await pass(9 * minute);
  idle.setClients(2);
  await pass(60 * minute);
  idle.setClients(1);
  await pass(60 * minute);
  idle.setClients(0);
  await pass(9 * minute);
  expect(sleep).not.toHaveBeenCalled();
  await pass(2 * minute);
  expect(sleep).toHaveBeenCalledOnce();
});

it('counts anew from each start', async () => {
  const { idle, sleep } = idleVm();
  await pass(9 * minute);
  idle.setRunning(false);
  await pass(60 * minute);
  idle.setRunning(true);
  await pass(9 * minute);
  expect(sleep).not.toHaveBeenCalled();
  await pass(2 * minute);
  expect(sleep).toHaveBeenCalledOnce();
});

it('does not sleep while a container runs, unless the setting allows it', async () => {
  const { vm, sleep, runningContainers } = idleVm({ containers: 1 });
  await pass(35 * minute);
  expect(runningContainers).toHaveBeenCalledTimes(3);
  expect(sleep).not.toHaveBeenCalled();
  vm.containers = 0;
  await pass(10 * minute);
  expect(sleep).toHaveBeenCalledOnce();
  const allowed = idleVm({ containers: 1, withContainers: true });
  await pass(11 * minute);
  expect(allowed.sleep).toHaveBeenCalledOnce();
  expect(allowed.runningContainers).not.toHaveBeenCalled();
});

it('does not sleep while a snapshot is made', async () => {
  const { vm, sleep } = idleVm({ withContainers: true });
  vm.isBusy = true;
  await pass(11 * minute);
  expect(sleep).not.toHaveBeenCalled();
  vm.isBusy = false;
  await pass(10 * minute);
  expect(sleep).toHaveBeenCalledOnce();
});

it('leaves be a VM that a client comes to while the engine is asked', async () => {
  const { idle, sleep, runningContainers } = idleVm();
  runningContainers.mockImplementationOnce(async () => {
    idle.setClients(1);
    idle.setClients(0);
    return 0;
  });
  await pass(19 * minute);
  expect(sleep).not.toHaveBeenCalled();
  await pass(2 * minute);
  expect(sleep).toHaveBeenCalledOnce();
});

it('heeds a setting that is changed meanwhile, and 0 as never', async () => {
  const { vm, sleep } = idleVm({ afterMinutes: 0 });
  await pass(600 * minute);
  expect(sleep).not.toHaveBeenCalled();
  vm.afterMinutes = 1;
  await pass(20_000);
  expect(sleep).toHaveBeenCalledOnce();
});

it('does not try again for an hour when the memory cannot be saved, and says so', async () => {
  const { idle, sleep, log } = idleVm();
  sleep.mockImplementation(async () => {
    idle.setRunning(false);
    idle.setRunning(true);
    throw new SlipwayError({ code: 'save-failed', message: 'The disk is full.', hint: 'Free space.' });
  });
  await pass(60 * minute);
  expect(sleep).toHaveBeenCalledOnce();
  expect(log).toHaveBeenCalledWith('warn', expect.stringContaining('The disk is full.'));
  await pass(15 * minute);
  expect(sleep).toHaveBeenCalledTimes(2);
});

it('stays awake while the engine does not say what runs', async () => {
  const { sleep, runningContainers } = idleVm();
  runningContainers.mockRejectedValueOnce(new Error('no answer'));
  await pass(10 * minute + 10_000);
  expect(sleep).not.toHaveBeenCalled();
  await pass(minute);
  expect(sleep).toHaveBeenCalledOnce();
});

it('does nothing any more once it is closed', async () => {
  const { idle, sleep } = idleVm();
  idle.close();
  await pass(60 * minute);
  expect(sleep).not.toHaveBeenCalled();
});
