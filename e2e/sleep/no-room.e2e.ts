import { execFileSync } from 'node:child_process';
import { mkdir, readdir, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { abortAfter, poll } from '../../main/util/wait.ts';
import { copySparse } from '../support/copy-sparse.ts';
import { removeInstance } from '../support/instance.ts';
import { expectGuestClockRight } from './guest-clock.ts';
import { keepLedger, type Ledger } from './ledger.ts';
import { createSleeper, type Sleeper } from './sleeper.ts';

const mebibyte = 1024 * 1024;

/** Enough for what containers write meanwhile, and less than the memory of any guest. */
const leftFree = 48 * mebibyte;

// A file system of its own takes root.
describe.runIf(process.getuid?.() === 0)('a disk of the host without room for the saved memory', () => {
  let vm: Sleeper;
  let ledger: Ledger;
  let ballast: string;

  beforeAll(async () => {
    vm = await createSleeper();
    const original = `${vm.paths.disks}.original`;
    await rename(vm.paths.disks, original);
    await mkdir(vm.paths.disks, { mode: 0o700 });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1g,mode=700', 'tmpfs', vm.paths.disks]);
    await copySparse(
      (await readdir(original)).map((name) => join(original, name)),
      vm.paths.disks,
    );
    await rm(original, { recursive: true });
    ballast = join(vm.paths.disks, 'ballast');
    await vm.start();
    ledger = await keepLedger(vm);
  });

  afterAll(async () => {
    const stopping = await vm.slipway(['stop']);
    execFileSync('umount', ['--lazy', vm.paths.disks]);
    await removeInstance(vm);
    expect(stopping.code).toBe(0);
  });

  it('the VM goes on, and it is said why', async () => {
    const [before, machine] = [await ledger.identity(), await vm.machinePid()];
    const { bavail, bsize } = await statfs(vm.paths.disks);
    await writeFile(ballast, Buffer.alloc(bavail * bsize - leftFree));

    const { untilCut } = await ledger.listen();
    const { code, stderr } = await vm.slipway(['sleep']);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^slipway: .*no room.*\n {2}try: Free some space .*\n$/m),
    });
    // Also once it runs as if nothing had been, until it has slept.
    const running = await poll(100, abortAfter(30_000), async () => {
      const status = await vm.status();
      return status.state === 'running' ? status : undefined;
    });
    const saveFailed = {
      code: 'save-failed',
      message: expect.stringContaining(vm.paths.disks),
      hint: expect.stringMatching(/^Free some space/),
      detail: expect.stringContaining('No space left'),
    };
    expect(running).toMatchObject({ vm: { pid: machine }, problems: expect.arrayContaining([saveFailed]) });
    expect(await vm.savedFiles()).toEqual([]);
    await expectGuestClockRight(vm);
    await ledger.expectAll(await untilCut);
    expect(await ledger.identity()).toBe(before);
  });

  it('once there is room it sleeps, and goes on from there', async () => {
    await rm(ballast);
    const before = await ledger.identity();
    const { untilCut } = await ledger.listen();
    await vm.sleep();
    expect((await vm.status()).problems).not.toContainEqual(expect.objectContaining({ code: 'save-failed' }));
    const { kind, status } = await vm.wake();
    expect(kind).toBe('resume');
    expect(status.problems).not.toContainEqual(expect.objectContaining({ code: 'save-failed' }));
    expect(await vm.savedFiles()).toEqual([]);
    await ledger.expectAll(await untilCut);
    expect(await ledger.identity()).toBe(before);
  });
});
