// What goes wrong inside the guest, one after the other in one instance: nothing that was acknowledged is lost, and the engine is
// there, in the same VM if that lives.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { abortAfter, poll } from '../../main/util/wait.ts';
import { keepLedger, type Ledger } from '../sleep/ledger.ts';
import { createSleeper, type Sleeper } from '../sleep/sleeper.ts';
import { processesOf } from '../support/home-processes.mjs';
import { removeInstance } from '../support/instance.ts';
import { offline } from '../support/offline.ts';
import { type StatusWatch, watchStatus } from './watch-status.ts';

let vm: Sleeper;
let ledger: Ledger;
let watch: StatusWatch | undefined;

beforeAll(async () => {
  vm = await createSleeper();
  await vm.start();
  ledger = await keepLedger(vm);
});

afterEach(() => {
  watch?.close();
  watch = undefined;
});

afterAll(() => removeInstance(vm));

/** How long the engine may take to serve again, in milliseconds. */
const servesWithinMs = 60_000;

const container = ['run', '--rm', 'slipway/busybox', 'echo', 'served'] as const;

/** Containers can be run, by the one host in the one VM. */
async function expectServed(machine: number): Promise<void> {
  const served = () => vm.run(...container).catch(() => undefined);
  expect(await poll(500, abortAfter(servesWithinMs), served)).toBe('served');
  // Served before the supervisor has seen for itself that the engine answers.
  await expect.poll(() => vm.status()).toMatchObject({ state: 'running', vm: { pid: machine } });
  const { host } = await vm.status();
  const pids = (await processesOf(vm.paths.home)).map(({ pid }) => pid);
  expect(pids.toSorted()).toEqual([host?.pid, machine].toSorted());
  expect(await vm.inGuest('cat /sys/fs/ext4/*/errors_count')).toBe('0');
}

describe('containerd killed', () => {
  it('comes back; containers do not notice', async () => {
    const [before, machine] = [await ledger.identity(), await vm.machinePid()];
    const containerd = () => vm.inGuest('cat /run/slipway/containerd.pid');
    const killed = await containerd();
    await vm.inGuest(`kill -9 ${killed}`);
    await expectServed(machine);
    expect(await containerd()).not.toBe(killed);
    expect(await ledger.identity()).toBe(before);
  });
});

describe('a guest without memory', () => {
  it('ends the container that took it, and no other', async () => {
    const [before, machine] = [await ledger.identity(), await vm.machinePid()];
    // Each block is read into memory at once. The first to run takes the most, and is what the kernel looks for.
    const script =
      '{ dd if=/dev/zero bs=600M count=1 | sleep 600; } & exec dd if=/dev/zero of=/dev/null bs=1700M';
    const run = ['run', ...offline, '--name', 'glutton', 'slipway/busybox', 'sh', '-c', script];
    const glutton = await vm.client(run, { timeoutMs: 170_000 });
    expect(glutton.code).toBe(137);
    expect(await vm.run('inspect', '--format', '{{.State.OOMKilled}}', 'glutton')).toBe('true');
    await expectServed(machine);
    expect(await ledger.identity()).toBe(before);
  });
});

describe('a panic', () => {
  it('is told in the guest’s own words, and the VM is booted', async () => {
    const machine = await vm.machinePid();
    const { untilCut } = await ledger.listen();
    watch = await watchStatus(vm);
    const shell = vm.slipway(['shell', '--', 'echo c >/proc/sysrq-trigger']);
    const told = await watch.until('told', ({ state }) => state === 'backoff', 30_000);
    expect(told.problems[0]).toMatchObject({
      code: 'guest-failed',
      message: expect.stringMatching(/^The guest's kernel panicked: sysrq triggered crash/),
      hint: expect.stringContaining('slipway logs'),
    });
    expect(await shell).not.toMatchObject({ code: 0 });
    const again = await watch.until('running again', ({ state }) => state === 'running');
    expect(again).toMatchObject({ boot: { kind: 'template' } });
    expect(again.vm?.pid).not.toBe(machine);
    const reason = expect.stringMatching(/^The guest's kernel panicked/);
    expect(again.restarted).toMatchObject({ reason });
    expect(again.problems).toContainEqual(expect.objectContaining({ code: 'vm-restarted' }));
    await ledger.expectAll(await untilCut);
    await expectServed(again.vm?.pid ?? 0);
    expect((await vm.status()).restarted?.ended).not.toEqual([]);
  });
});

describe('a data disk that is full', () => {
  /** To the last block that a container is given, most of it without writing a byte. */
  const fill = `
free=$(($(stat -f -c '%a * %S' /)))
fallocate -l $((free - (32 << 20))) /most
dd if=/dev/zero of=/rest bs=64k 2>&1
dd if=/dev/zero of=/rest-of-rest bs=512 2>&1
true`;

  it('is told by whatever needs room; the engine starts all the same, and what is pruned can be used', async () => {
    const [before, machine] = [await ledger.identity(), await vm.machinePid()];
    const { untilCut } = await ledger.listen();
    const hog = ['run', ...offline, '--name', 'hog', 'slipway/busybox', 'sh', '-c', fill];
    expect(await vm.run(...hog)).toMatch(/No space left/);
    const more = await vm.client([
      ...['run', '--rm', ...offline, 'slipway/busybox'],
      ...['sh', '-c', 'head -c 1000000 /dev/zero >/more'],
    ]);
    expect(more.code).not.toBe(0);
    expect(more.stderr).toMatch(/no space left/i);
    expect(await ledger.identity()).toBe(before);

    expect(await vm.slipway(['restart'], { timeoutMs: 180_000 })).toMatchObject({ code: 0 });
    expect(await vm.run('system', 'prune', '--force')).toContain('Total reclaimed space');
    await ledger.expectAll(await untilCut);
    expect(await vm.machinePid()).not.toBe(machine);
    await expectServed(await vm.machinePid());
  });
});
