// Saved memory goes on in the very VM and over the very disk that it belongs to, as it was written. Whatever differs is told, the VM
// is booted in its place, and what was synced is there.
import { open, rm, stat, truncate, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadAssets } from '../../main/assets.ts';
import type { SettingKey } from '../../main/contract/settings.ts';
import { abortAfter, poll } from '../../main/util/wait.ts';
import { watchStatus } from '../faults/watch-status.ts';
import { copySparse } from '../support/copy-sparse.ts';
import { processesOf } from '../support/home-processes.mjs';
import { removeInstance, testSettings } from '../support/instance.ts';
import { makeOtherImage } from '../support/other-image.ts';
import { writeQemuProgram } from '../support/qemu-program.ts';
import { type Acknowledged, keepLedger, type Ledger } from './ledger.ts';
import { createSleeper, type Sleeper } from './sleeper.ts';

let vm: Sleeper;
let ledger: Ledger;
/** The disks' folder as it was when the VM fell asleep: each test begins from the first. */
let kept: { readonly first: string; readonly second: string };
let identity: string;
/** The last record that each of the two disks must hold. */
let acknowledged: { readonly first: Acknowledged; readonly second: Acknowledged };
let accelerator: string;
const changedSettings: SettingKey[] = [];

beforeAll(async () => {
  vm = await createSleeper();
  kept = { first: join(vm.userHome, 'first'), second: join(vm.userHome, 'second') };
  await vm.start();
  accelerator = (await vm.status()).vm?.accelerator ?? '';
  ledger = await keepLedger(vm);
  identity = await ledger.identity();
  const first = await sleepAndKeep(kept.first);
  // Nothing speaks against what is put back as a whole: whatever is refused below, it is for what was changed.
  await putBack(kept.first);
  expect((await vm.wake()).kind).toBe('resume');
  expect(await ledger.identity()).toBe(identity);
  acknowledged = { first, second: await sleepAndKeep(kept.second) };
});

beforeEach(async () => {
  await killAll();
  await putBack(kept.first);
});

afterEach(async () => {
  for (const key of changedSettings.splice(0)) {
    const made = new Map(Object.entries(testSettings)).get(key);
    await vm.slipway(['settings', ...(made === undefined ? ['unset', key] : ['set', key, String(made)])]);
  }
});

afterAll(() => removeInstance(vm));

/** The last record that was acknowledged before the VM slept; what it left is copied. */
async function sleepAndKeep(folder: string): Promise<Acknowledged> {
  const { untilCut } = await ledger.listen();
  await vm.sleep();
  await copySparse([vm.paths.disks], folder);
  return untilCut;
}

async function putBack(folder: string): Promise<void> {
  await rm(vm.paths.disks, { recursive: true });
  await copySparse([folder], vm.paths.disks);
}

/** Nothing is asked any more, no host answers, and no VM runs. */
async function killAll(): Promise<void> {
  // More than once: a command that has lost its host may just have made another.
  await poll(20, abortAfter(60_000), async () => {
    const left = await processesOf(vm.paths.home);
    for (const { pid } of left) process.kill(pid, 'SIGKILL');
    return left.length === 0 ? true : undefined;
  });
}

async function change(key: SettingKey, value: string): Promise<void> {
  changedSettings.push(key);
  expect(await vm.slipway(['settings', 'set', key, value])).toMatchObject({ code: 0 });
}

const saying = (why: RegExp) =>
  expect.objectContaining({ code: 'resume-failed', message: expect.stringMatching(why) });

/** The start tells why, and there is a VM that does not go on from the saved memory. What comes after that other tests wait for. */
async function expectRefusal(why: RegExp, env: NodeJS.ProcessEnv = {}): Promise<void> {
  const starting = vm.slipway(['start'], { env, timeoutMs: 180_000 });
  const watch = await watchStatus(vm);
  try {
    const told = await watch.until(
      'a VM',
      (now) => now.vm !== null && now.state === 'booting' && now.problems.length > 0,
      60_000,
    );
    expect(told.problems).toContainEqual(saying(why));
    expect(told.boot?.kind).toMatch(/^(template|cold)$/);
  } finally {
    watch.close();
    await killAll();
    await starting;
  }
}

/** The same, waited for: the engine is back, with every record of a disk that was last written by `last`. */
async function expectBooted(why: RegExp, last: Acknowledged): Promise<void> {
  const { kind, status } = await vm.wake();
  expect(kind).toBe('template');
  expect(status.problems).toContainEqual(saying(why));
  expect(await vm.savedFiles()).toEqual([]);
  await ledger.expectAll(last);
  expect(await ledger.identity()).not.toBe(identity);
  expect(await vm.inGuest('cat /sys/fs/ext4/*/errors_count')).toBe('0');
}

describe('the disk', () => {
  it('that was used since: its new records stay, the old memory is not used', async () => {
    await copySparse([join(kept.second, 'data.img')], vm.paths.disks);
    await expectBooted(/generation \d+ of the data disk, which has been used since/, acknowledged.second);
  });

  it('that is an older copy: it is as it was, and the newer memory is not used', async () => {
    const newer = ['asleep.memory', 'asleep.json'].map((name) => join(kept.second, name));
    await copySparse(newer, vm.paths.disks);
    await expectBooted(/generation \d+ of the data disk/, acknowledged.first);
  });

  it('that something else wrote to', async () => {
    await utimes(vm.paths.dataDisk, new Date(), new Date());
    await expectRefusal(/the data disk was written to since/);
  });
});

describe('the saved memory', () => {
  it('with one bit flipped', async () => {
    const file = await open(vm.paths.asleep.memory, 'r+');
    try {
      // Where there is data: in a hole it would be told by the blocks that the file takes.
      const { size } = await file.stat();
      const piece = Buffer.alloc(4096);
      let at = Math.floor(size / 2 / piece.length) * piece.length;
      for (; piece.every((byte) => byte === 0); at += piece.length)
        await file.read(piece, 0, piece.length, at);
      await file.write(Buffer.from([(piece[0] ?? 0) ^ 0x10]), 0, 1, at - piece.length);
    } finally {
      await file.close();
    }
    await expectBooted(/saved memory of the VM is damaged: it was changed near byte \d+/, acknowledged.first);
  });

  it('whose end is lost', async () => {
    const { memory } = vm.paths.asleep;
    await truncate(memory, (await stat(memory)).size - 4096);
    await expectRefusal(/saved memory of the VM is damaged: it has \d+ bytes and not \d+/);
  });

  it('that is gone', async () => {
    await rm(vm.paths.asleep.memory);
    await expectRefusal(/its file is gone/);
  });

  it('whose manifest is damaged', async () => {
    const { manifest } = vm.paths.asleep;
    await truncate(manifest, Math.floor((await stat(manifest)).size / 2));
    await expectRefusal(/the list of what was saved is damaged/);
  });
});

describe('another VM than it was saved in', () => {
  it('with other cores', async () => {
    const cpus = String(((await vm.status()).vm?.cpus ?? 2) + 1);
    await change('vm.cpus', cpus);
    await expectRefusal(/it was saved with \d+ cores?, the VM has \d+ cores? now/);
  });

  it('with other memory', async () => {
    await change('vm.memoryMiB', '1536');
    await expectRefusal(/it was saved with \d+ MiB of memory, the VM has 1536 MiB of memory now/);
  });

  it('by another QEMU', async () => {
    const program = join(vm.userHome, 'other-qemu');
    const { qemu } = await loadAssets();
    const version = `case "$*" in *--version) echo 'QEMU emulator version 9.8.7'; exit;; esac`;
    await writeQemuProgram(program, qemu?.dir ?? null, { before: version });
    // Which accelerator works with it is not known yet, and would be the first to differ.
    await change('vm.accelerator', accelerator);
    await change('qemu.path', program);
    await expectRefusal(/it was saved with QEMU \S+, the VM has QEMU 9\.8\.7 now/);
  });

  it('with another image of the guest', async () => {
    const { env } = await makeOtherImage(join(vm.userHome, 'other'), 'another-image');
    await expectRefusal(
      /it was saved with the guest's image \w+, the VM has the guest's image another-imag now/,
      env,
    );
  });
});
