import { open, writeFile } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { SlipwayError } from '../contract/errors.ts';
import { readDiskStamp, stampDisk } from './disk-stamp.ts';
import { failure, fakeFingerprint } from './fakes/fake-machine.ts';
import { sleepingWorld } from './fakes/fake-sleep.ts';
import { fakeWorld, type Supervised } from './fakes/fake-world.ts';
import { findMemoryImage } from './memory/memory-image.ts';

vi.mock('../util/wait.ts', async (original) => (await import('./fakes/fast-waits.ts')).fastWaits(original));

const world = fakeWorld();
const { asleep, expectSafe, files, untilGone } = sleepingWorld(world);
const waiting = { timeout: 8_000 };

/** Never from that memory: by the template that the first start left, with the reason told. */
async function expectRefused({ supervisor }: Supervised, reason: string | RegExp): Promise<void> {
  await supervisor.start();
  expect(supervisor.view()).toMatchObject({
    state: { kind: 'running' },
    boot: { kind: 'template' },
    refused: { code: 'resume-failed', message: expect.stringMatching(reason) },
  });
  await untilGone();
  expect(world.living()).toHaveLength(1);
  await expectSafe();
}

describe('memory that cannot be used', () => {
  it('for want of QEMU’s good will leads to the template', async () => {
    const supervised = await asleep();
    let tries = 0;
    world.resume = async () => {
      tries += 1;
      if (tries === 1) throw new SlipwayError(failure('resume-failed', 'Bad magic.'));
    };
    await expectRefused(supervised, /booted and did not go on where it slept: bad magic\.$/);
  });

  it('for want of a QEMU, which was killed while it loaded, is loaded once more', async () => {
    const { supervisor } = await asleep();
    let tries = 0;
    world.resume = async () => {
      tries += 1;
      if (tries === 1) throw new SlipwayError(failure('vm-exited', 'QEMU was killed.'));
    };
    await supervisor.start();
    expect(supervisor.view()).toMatchObject({ boot: { kind: 'resume' }, refused: null });
    expect(supervisor.view().boot?.stages.map(({ name }) => name)).toContain('reload');
    expect(world.machines.map(({ living }) => living)).toEqual([false, false, true]);
    await untilGone();
    await expectSafe();
  });

  it('is loaded once more also when QEMU was killed after it had loaded and before the guest ran', async () => {
    const { supervisor } = await asleep();
    const { id } = (await findMemoryImage(world.paths.asleep))?.disk ?? {};
    world.resume = async () => {
      world.machine().exit();
      world.resume = async () => expect((await readDiskStamp(world.paths.dataDisk))?.id).toBe(id);
    };
    await supervisor.start();
    expect(supervisor.view()).toMatchObject({ boot: { kind: 'resume' }, refused: null });
    expect(world.machines).toHaveLength(3);
  });

  it('is loaded twice and no third time', async () => {
    const supervised = await asleep();
    let tries = 0;
    world.resume = async () => {
      tries += 1;
      if (tries <= 2) throw new SlipwayError(failure('vm-exited', 'QEMU was killed.'));
    };
    await expectRefused(supervised, /slept: QEMU was killed\. It was tried twice\.$/);
    expect(tries).toBe(3);
  });

  it('is not loaded again once the disk was stamped', async () => {
    const supervised = await asleep();
    world.resume = async () => {
      const machine = world.machine();
      machine.proceed = async () => {
        machine.exit();
        throw new SlipwayError(failure('vm-exited', 'QEMU was killed.'));
      };
      world.resume = async () => undefined;
    };
    await expectRefused(supervised, /slept: QEMU was killed\.$/);
    expect(world.machines).toHaveLength(3);
  });

  it('is not loaded again when the start is called off meanwhile', async () => {
    const { supervisor } = await asleep();
    let fail: (error: Error) => void = () => undefined;
    const loading = new Promise<void>((_, reject) => {
      fail = reject;
    });
    const resume = vi.fn(() => loading);
    world.resume = resume;
    void supervisor.start().catch(() => undefined);
    await vi.waitFor(() => expect(resume).toHaveBeenCalled(), waiting);
    const releasing = supervisor.release();
    fail(new SlipwayError(failure('vm-exited')));
    await releasing;
    expect(world.machines).toHaveLength(2);
    expect(await files()).toEqual(['asleep.json', 'asleep.memory']);
  });

  it('for want of a template too leads to a boot from the kernel on, and to a new template', async () => {
    const { supervisor } = await asleep();
    world.resume = () => Promise.reject(new SlipwayError(failure('resume-failed', 'Bad magic.')));
    await supervisor.start();
    expect(supervisor.view()).toMatchObject({ boot: { kind: 'cold' }, refused: { code: 'resume-failed' } });
    expect(world.living()).toHaveLength(1);
    expect(await findMemoryImage(world.paths.template)).toBeDefined();
  });

  it('since it is damaged never reaches the guest', async () => {
    const supervised = await asleep();
    await writeFile(world.paths.asleep.memory, 'mEmory');
    await expectRefused(supervised, 'saved memory of the VM is damaged: it was changed near byte 0');
    const [, resumed] = world.machines;
    expect(resumed).toMatchObject({ living: false, halted: true });
  });

  it('since its list is damaged is told too', async () => {
    const supervised = await asleep();
    await writeFile(world.paths.asleep.manifest, '{');
    await expectRefused(supervised, 'list of what was saved is damaged');
  });

  it('since the disk was used meanwhile', async () => {
    const supervised = await asleep();
    await stampDisk(world.paths.dataDisk);
    await expectRefused(supervised, 'has been used since');
  });

  it('since the disk was written to meanwhile', async () => {
    const supervised = await asleep();
    const disk = await open(world.paths.dataDisk, 'r+');
    await disk.write('x', 4_096);
    await disk.close();
    await expectRefused(supervised, 'was written to since');
  });

  it('since the VM is another one now leads to a boot, and the template is made anew', async () => {
    const { supervisor } = await asleep();
    world.fingerprint = { ...fakeFingerprint, cpus: 3 };
    await supervisor.start();
    expect(supervisor.view()).toMatchObject({
      boot: { kind: 'cold' },
      refused: { message: expect.stringContaining('saved with 2 cores, the VM has 3 cores now') },
    });
    expect((await findMemoryImage(world.paths.template))?.savedAt).toBeDefined();
    await untilGone();
  });

  it('is told until the next sleep', async () => {
    const supervised = await asleep();
    await stampDisk(world.paths.dataDisk);
    await expectRefused(supervised, 'used since');
    await supervised.supervisor.sleep();
    expect(supervised.supervisor.view().refused).toBeNull();
  });

  it('is kept while another VM holds the disk', async () => {
    const { supervisor } = await asleep();
    world.resume = () => Promise.reject(new SlipwayError(failure('vm-orphaned')));
    await expect(supervisor.start()).rejects.toMatchObject({ code: 'vm-orphaned' });
    expect(await files()).toEqual(['asleep.json', 'asleep.memory']);
    world.resume = async () => undefined;
    await supervisor.start();
    expect(supervisor.view()).toMatchObject({ boot: { kind: 'resume' }, refused: null });
  });

  it('since the VM ended after it went on is not used again', async () => {
    const { supervisor } = await asleep();
    world.resume = async () => {
      const machine = world.machine();
      machine.answer = async () => {
        machine.exit();
        throw new SlipwayError(failure('guest-unreachable'));
      };
      world.resume = async () => undefined;
    };
    await supervisor.start();
    expect(supervisor.view()).toMatchObject({
      boot: { kind: 'template' },
      refused: { code: 'resume-failed' },
    });
    await expectSafe();
  });
});
