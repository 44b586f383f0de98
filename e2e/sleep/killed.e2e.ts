// Whoever is killed at whatever moment of a sleep or a wake: nothing that was acknowledged is lost, and memory that may not fit
// the disk is never used. One instance goes through all of it.
import { stat, truncate } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readJsonFile } from '../../main/util/atomic-file.ts';
import { ignoreMissing } from '../../main/util/file-errors.ts';
import { abortAfter, poll } from '../../main/util/wait.ts';
import { parseMachineRecord } from '../../main/vm/machine-record.ts';
import { type StatusWatch, watchStatus } from '../faults/watch-status.ts';
import { processesOf } from '../support/home-processes.mjs';
import { hostPidOf } from '../support/host-pid.ts';
import { removeInstance } from '../support/instance.ts';
import { killProcess } from '../support/kill-process.ts';
import { type Acknowledged, keepLedger, type Ledger } from './ledger.ts';
import { type GatePlace, gateMonitor, type MonitorGate } from './monitor-gate.ts';
import { createSleeper, type Sleeper } from './sleeper.ts';

let vm: Sleeper;
let gate: MonitorGate;
let ledger: Ledger;
let watch: StatusWatch | undefined;

beforeAll(async () => {
  vm = await createSleeper();
  gate = await gateMonitor(vm);
  await vm.start();
  ledger = await keepLedger(vm);
});

afterEach(() => {
  watch?.close();
  watch = undefined;
  gate.open();
});

afterAll(async () => {
  await removeInstance(vm);
  await gate.end();
});

/** The save has been asked for, and something has been written. */
const writing: GatePlace = { after: 'migrate' };
/** All is on disk but the last rename, and QEMU has not been told to go. */
const saved: GatePlace = { before: 'quit' };
const loading: GatePlace = { after: 'migrate-incoming' };
/** Loaded, compared, and the disk is stamped: only "go on" is yet to be said. */
const loaded: GatePlace = { before: 'cont' };

/** A VM and its host in the midst of a command that goes no further. */
interface Midst {
  readonly command: Promise<{ readonly code: number | null; readonly stderr: string }>;
  readonly host: number;
  readonly machine: number;
  readonly before: string;
  readonly acknowledged: Promise<Acknowledged>;
}

/** Begins to fall asleep, up to that place. */
async function fallAsleepUpTo(place: GatePlace): Promise<Midst> {
  const [before, machine, host] = [await ledger.identity(), await vm.machinePid(), await hostPidOf(vm)];
  const { untilCut } = await ledger.listen();
  const { reached } = gate.closeAt(place);
  const command = vm.slipway(['sleep']);
  await reached();
  if (place === writing) {
    const hasBegun = async () => {
      const file = await stat(`${vm.paths.asleep.memory}.tmp`).catch(ignoreMissing);
      return (file?.blocks ?? 0) > 0 ? true : undefined;
    };
    await poll(1, abortAfter(60_000), hasBegun);
  }
  return { command, host, machine, before, acknowledged: untilCut };
}

/** Sleeps, and begins to wake, up to that place. */
async function wakeUpTo(place: GatePlace): Promise<Midst> {
  const before = await ledger.identity();
  const { untilCut } = await ledger.listen();
  await vm.sleep();
  const { reached } = gate.closeAt(place);
  const command = vm.slipway(['start'], { timeoutMs: 180_000 });
  await reached();
  return {
    command,
    host: await hostPidOf(vm),
    machine: await loadingPid(),
    before,
    acknowledged: untilCut,
  };
}

/** The QEMU that loads: no VM is told of yet, but it is written down which process it is. */
async function loadingPid(): Promise<number> {
  const record = parseMachineRecord(await readJsonFile(vm.paths.vmRecord));
  if (record === undefined) throw new Error('no QEMU was written down');
  return record.process.pid;
}

/** The host first: it must not have the time to begin anything for the loss of its VM. */
async function killBoth({ host, machine }: Midst): Promise<void> {
  await killProcess(host);
  await killProcess(machine);
}

/** It goes on where it was, as if nothing had been. */
async function expectWentOn({ before, acknowledged }: Midst): Promise<void> {
  await ledger.expectAll(await acknowledged);
  expect(await ledger.identity()).toBe(before);
  await expectInOrder();
}

/** It was booted, as after a power cut. */
async function expectBooted({ before, acknowledged }: Midst): Promise<void> {
  expect((await vm.status()).boot).toMatchObject({ kind: 'template' });
  await ledger.expectAll(await acknowledged);
  expect(await ledger.identity()).not.toBe(before);
  await expectInOrder();
}

/** One host and one VM, no saved memory, and a file system without a fault. */
async function expectInOrder(): Promise<void> {
  const { host, vm: machine } = await vm.status();
  const pids = (await processesOf(vm.paths.home)).map(({ pid }) => pid);
  expect(pids.toSorted()).toEqual([host?.pid, machine?.pid].toSorted());
  expect(await vm.savedFiles()).toEqual([]);
  expect(await vm.inGuest('cat /sys/fs/ext4/*/errors_count')).toBe('0');
}

describe('while memory is being written', () => {
  it('QEMU: said so, and the VM boots by itself', async () => {
    const midst = await fallAsleepUpTo(writing);
    watch = await watchStatus(vm);
    await killProcess(midst.machine);
    const told = await watch.until('told', ({ state }) => state === 'backoff', 20_000);
    expect(told.problems[0]).toMatchObject({ code: 'vm-exited', hint: expect.stringMatching(/\w/) });
    expect(await midst.command).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^slipway: .*\n {2}try: /m),
    });
    await watch.until('running again', ({ state }) => state === 'running');
    await expectBooted(midst);
  });

  it('the host: the VM goes on with the next one', async () => {
    const midst = await fallAsleepUpTo(writing);
    await killProcess(midst.host);
    expect(await midst.command).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^slipway: .*\n {2}try: /m),
    });
    expect(await vm.status()).toMatchObject({
      state: 'waiting',
      vm: { pid: midst.machine },
      problems: [{ code: 'vm-orphaned' }],
    });
    expect((await vm.wake()).kind).toBe('adopt');
    expect(await vm.machinePid()).toBe(midst.machine);
    await expectWentOn(midst);
  });

  it('both: the VM is booted', async () => {
    const midst = await fallAsleepUpTo(writing);
    await killBoth(midst);
    expect(await vm.status()).toMatchObject({
      state: 'stopped',
      vm: null,
      host: null,
      problems: [{ code: 'vm-exited' }],
    });
    await vm.wake();
    await expectBooted(midst);
  });
});

describe('when all is saved and does not count yet', () => {
  it('the host: the VM goes on with the next one, and what was saved is gone', async () => {
    const midst = await fallAsleepUpTo(saved);
    expect(await vm.savedFiles()).toEqual(['asleep.json.tmp', 'asleep.memory']);
    await killProcess(midst.host);
    expect((await vm.wake()).kind).toBe('adopt');
    expect(await vm.machinePid()).toBe(midst.machine);
    await expectWentOn(midst);
  });

  it('both: it sleeps, and wakes where it was', async () => {
    const midst = await fallAsleepUpTo(saved);
    await killBoth(midst);
    expect((await vm.wake()).kind).toBe('resume');
    await expectWentOn(midst);
  });

  it('both, and the end of the memory is lost too, as at a power cut: the VM is booted', async () => {
    const midst = await fallAsleepUpTo(saved);
    await killBoth(midst);
    const { memory } = vm.paths.asleep;
    await truncate(memory, (await stat(memory)).size - 4096);
    await vm.wake();
    await expectBooted(midst);
  });
});

describe('while memory is being loaded', () => {
  const loadedAgain = expect.arrayContaining([expect.objectContaining({ name: 'reload' })]);

  it('QEMU: loaded once more, and it goes on where it was', async () => {
    const midst = await wakeUpTo(loading);
    await killProcess(midst.machine);
    expect(await midst.command).toMatchObject({ code: 0 });
    expect((await vm.status()).boot).toMatchObject({ kind: 'resume', stages: loadedAgain });
    expect(await vm.machinePid()).not.toBe(midst.machine);
    await expectWentOn(midst);
  });

  it('QEMU twice: said so, and the VM is booted', async () => {
    const midst = await wakeUpTo(loading);
    const { reached } = gate.closeAt(loading);
    await killProcess(midst.machine);
    await reached();
    await killProcess(await loadingPid());
    expect(await midst.command).toMatchObject({ code: 0 });
    expect((await vm.status()).problems).toContainEqual(
      expect.objectContaining({ code: 'resume-failed', message: expect.stringMatching(/SIGKILL.*twice/) }),
    );
    await expectBooted(midst);
  });

  it.each([
    ['the host', ({ host }: Midst) => killProcess(host)],
    ['both', killBoth],
  ])('%s: the next host loads it anew', async (_, kill) => {
    const midst = await wakeUpTo(loading);
    await kill(midst);
    // The command that waited brings up the next host by itself.
    expect(await midst.command).toMatchObject({ code: 0 });
    expect((await vm.status()).boot).toMatchObject({ kind: 'resume' });
    expect(await vm.machinePid()).not.toBe(midst.machine);
    await expectWentOn(midst);
  });
});

describe('when all is loaded, and the saved memory is still there', () => {
  it('the host: nobody knows whether the guest ran, so the memory is not used again', async () => {
    const midst = await wakeUpTo(loaded);
    expect(await vm.savedFiles()).toEqual(['asleep.json', 'asleep.memory']);
    await killProcess(midst.host);
    expect(await midst.command).toMatchObject({ code: 0 });
    expect((await vm.status()).problems).toContainEqual(
      expect.objectContaining({ code: 'resume-failed', message: expect.stringMatching(/used since/) }),
    );
    expect(await vm.machinePid()).not.toBe(midst.machine);
    await expectBooted(midst);
  });
});
