// What ends a host ends no container: a shutdown of the machine, the end of a session, a `kill`.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { processesOf } from '../support/home-processes.mjs';
import { hostPidOf } from '../support/host-pid.ts';
import { removeInstance } from '../support/instance.ts';
import { offline } from '../support/offline.ts';
import { openWindow } from '../window/window.ts';
import { createSleeper, type Sleeper } from './sleeper.ts';

/** What systemd grants by default is 90 s; sleeping is to need a part of that, on a slow machine too. In milliseconds. */
const readyWithinMs = 30_000;

let vm: Sleeper;

beforeAll(async () => {
  vm = await createSleeper();
  await vm.start();
  const options = ['--detach', ...offline, '--name', 'lasting', '--stop-timeout', '1'];
  await vm.run('run', ...options, 'slipway/busybox', 'sleep', '9000');
});
afterAll(() => removeInstance(vm));

const identity = () =>
  vm.run('inspect', '--format', '{{.Id}} {{.State.Pid}} {{.State.StartedAt}} {{.State.Status}}', 'lasting');

const onClose = async (value: string) =>
  expect(await vm.slipway(['settings', 'set', 'app.onClose', value])).toMatchObject({ code: 0 });

const untilGone = () =>
  expect.poll(() => processesOf(vm.paths.home), { timeout: readyWithinMs, interval: 100 }).toEqual([]);

it.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)(
  '%s puts the VM to sleep, and the next start finds the same container',
  async (signal) => {
    await onClose('sleep');
    const before = await identity();
    const told = Date.now();
    process.kill(await hostPidOf(vm), signal);
    await untilGone();
    console.log(`  ${signal}: host and QEMU gone after ${Date.now() - told} ms`);
    expect(await vm.status()).toMatchObject({ state: 'sleeping', vm: null, host: null });
    expect((await vm.wake()).kind).toBe('resume');
    expect(await identity()).toBe(before);
  },
);

it('the end of a session, which tells host and QEMU at once, puts it to sleep, even if it was to be kept', async () => {
  await onClose('keep');
  const before = await identity();
  const [host, machine] = [await hostPidOf(vm), await vm.machinePid()];
  // As systemd does with all processes of a session.
  for (const signal of ['SIGTERM', 'SIGHUP'] as const)
    for (const pid of [machine, host]) process.kill(pid, signal);
  await untilGone();
  expect((await vm.wake()).kind).toBe('resume');
  expect(await identity()).toBe(before);
});

it('a host that is to keep the VM leaves it running, and the next one finds it', async () => {
  const before = await identity();
  const machine = await vm.machinePid();
  process.kill(await hostPidOf(vm), 'SIGTERM');
  await expect
    .poll(() => processesOf(vm.paths.home), { timeout: readyWithinMs, interval: 100 })
    .toEqual([expect.objectContaining({ pid: machine })]);
  expect((await vm.wake()).kind).toBe('adopt');
  expect(await vm.machinePid()).toBe(machine);
  expect(await identity()).toBe(before);
});

it('a second signal ends the host at once, and the VM goes on where it was', async () => {
  await onClose('sleep');
  const before = await identity();
  const [host, machine] = [await hostPidOf(vm), await vm.machinePid()];
  process.kill(host, 'SIGTERM');
  process.kill(host, 'SIGINT');
  await expect
    .poll(() => processesOf(vm.paths.home), { timeout: readyWithinMs, interval: 50 })
    .toEqual([expect.objectContaining({ pid: machine })]);
  expect((await vm.wake()).kind).toBe('adopt');
  expect(await identity()).toBe(before);
});

it('ends the window’s app in the same way when that is the host', async () => {
  await onClose('sleep');
  process.kill(await hostPidOf(vm), 'SIGTERM');
  await untilGone();
  const { engine, app } = await openWindow(vm);
  await engine.state.filter({ hasText: 'Running' }).waitFor();
  const before = await identity();
  expect(await vm.status()).toMatchObject({ host: { kind: 'window' } });
  const closed = app.waitForEvent('close');
  process.kill(await hostPidOf(vm), 'SIGTERM');
  await closed;
  await untilGone();
  expect(await vm.status()).toMatchObject({ state: 'sleeping', vm: null, host: null });
  expect((await vm.wake()).kind).toBe('resume');
  expect(await identity()).toBe(before);
});

it('stops the VM if it is told to', async () => {
  await onClose('stop');
  process.kill(await hostPidOf(vm), 'SIGTERM');
  await untilGone();
  expect(await vm.status()).toMatchObject({ state: 'stopped', vm: null });
  expect(await readFile(vm.paths.supervisorLog, 'utf8')).toContain('SIGTERM: stopping the VM');
});
