import { open, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { SlipwayError } from '../contract/errors.ts';
import { delay, poll } from '../util/wait.ts';
import { rememberDataDisk } from './data-disk.ts';
import { readDiskStamp, stampDisk } from './disk-stamp.ts';
import { createFakeMachine, failure, fakeFingerprint } from './fakes/fake-machine.ts';
import { fakeWorld, type Supervised } from './fakes/fake-world.ts';
import { findMemoryImage, isMemoryKept } from './memory/memory-image.ts';

vi.mock('../util/wait.ts', async (original) => (await import('./fakes/fast-waits.ts')).fastWaits(original));

const world = fakeWorld();
const signal = () => AbortSignal.timeout(8_000);

/** A VM that sleeps; the states begin anew. */
async function asleep(): Promise<Supervised> {
  const supervised = await world.supervise();
  await supervised.supervisor.start();
  await supervised.supervisor.sleep();
  await supervised.until('sleeping');
  supervised.states.length = 0;
  return supervised;
}

const isKept = () => isMemoryKept(world.paths.asleep);
const untilGone = () => poll(2, signal(), async () => ((await isKept()) ? undefined : true));
const files = async () =>
  (await readdir(world.paths.disks)).filter((name) => name.startsWith('asleep')).toSorted();

/** The rule of safety: a guest that runs is over a disk that no saved memory belongs to. */
async function expectSafe(): Promise<void> {
  const image = await findMemoryImage(world.paths.asleep);
  const running = world.living().some((machine) => !machine.halted);
  if (image !== undefined && running)
    expect((await readDiskStamp(world.paths.dataDisk))?.id).not.toBe(image.disk?.id);
}

describe('sleep', () => {
  it('saves the memory, ends the VM and says that it sleeps', async () => {
    const { supervisor, states } = await world.supervise();
    await supervisor.start();
    await supervisor.sleep();
    expect(states.slice(-2)).toEqual(['suspending', 'sleeping']);
    expect(supervisor.view()).toMatchObject({ state: { kind: 'sleeping' }, machine: null, refused: null });
    expect(world.living()).toEqual([]);
    expect(await files()).toEqual(['asleep.json', 'asleep.memory']);
    expect(await world.isThere(world.paths.vmRecord)).toBe(false);
    const image = await findMemoryImage(world.paths.asleep);
    expect(image?.disk).toMatchObject((await readDiskStamp(world.paths.dataDisk)) ?? {});
  });

  it('has the guest put its caches away, and sleeps all the same when it cannot', async () => {
    const { supervisor } = await world.supervise();
    await supervisor.start();
    const asked: string[] = [];
    world.machine().answer = async ([verb = '']) => {
      asked.push(verb);
      throw new Error('no');
    };
    await supervisor.sleep();
    expect(asked).toContain('rest');
  });

  it('is as good when it sleeps already, and for two at once', async () => {
    const { supervisor } = await world.supervise();
    await supervisor.start();
    await Promise.all([supervisor.sleep(), supervisor.sleep()]);
    await supervisor.sleep();
    expect(world.machines).toHaveLength(1);
  });

  it('comes after a start that is under way', async () => {
    world.engineAnswers = false;
    const { supervisor, states, until } = await world.supervise();
    const starting = supervisor.start();
    await until('waiting');
    const sleeping = supervisor.sleep();
    world.engineAnswers = true;
    await Promise.all([starting, sleeping]);
    expect(states).toEqual(['preparing', 'booting', 'waiting', 'running', 'suspending', 'sleeping']);
  });

  it('comes after a restart that is under way', async () => {
    const { supervisor, until } = await world.supervise();
    await supervisor.start();
    const restarting = supervisor.restart();
    await until('stopping');
    await Promise.all([supervisor.sleep(), restarting]);
    expect(supervisor.view().state.kind).toBe('sleeping');
  });

  it('is refused where nothing runs', async () => {
    const { supervisor } = await world.supervise();
    await expect(supervisor.sleep()).rejects.toMatchObject({ code: 'not-running' });
    world.prepare = () => Promise.reject(new SlipwayError(failure('image-corrupt')));
    await supervisor.start().catch(() => undefined);
    await expect(supervisor.sleep()).rejects.toMatchObject({ code: 'image-corrupt' });
    expect(supervisor.view().state.kind).toBe('failed');
  });
});

describe('a sleep that fails', () => {
  it('for a VM that cannot be saved says so, and leaves it running', async () => {
    const { supervisor, until } = await world.supervise();
    await supervisor.start();
    const machine = world.machine();
    machine.unsavable = 'WHPX cannot';
    await expect(supervisor.sleep()).rejects.toMatchObject({
      code: 'save-failed',
      message: expect.stringContaining('WHPX cannot'),
    });
    await until('running');
    expect(machine).toMatchObject({ living: true, halted: false });
    expect(await files()).toEqual([]);
  });

  it('while saving leaves nothing behind and goes on; the next one succeeds', async () => {
    const { supervisor, until } = await world.supervise();
    await supervisor.start();
    const machine = world.machine();
    const { saveMemory } = machine;
    machine.saveMemory = async (file) => {
      await writeFile(file, 'half of it');
      throw new SlipwayError(failure('save-failed', 'no space left'));
    };
    await expect(supervisor.sleep()).rejects.toMatchObject({ code: 'save-failed', message: 'no space left' });
    await until('running');
    expect(machine).toMatchObject({ living: true, halted: false });
    expect(await files()).toEqual([]);
    machine.saveMemory = saveMemory;
    await supervisor.sleep();
    expect(await isKept()).toBe(true);
  });

  it('after the disk was stamped for it stamps it anew before the guest goes on', async () => {
    const { supervisor, until } = await world.supervise();
    await supervisor.start();
    const before = await readDiskStamp(world.paths.dataDisk);
    const machine = world.machine();
    // Nothing was written: the stamp is made, and there is nothing to sum up.
    machine.saveMemory = async () => 'mapped';
    const { proceed } = machine;
    let generation: number | undefined;
    machine.proceed = async (inner) => {
      generation = (await readDiskStamp(world.paths.dataDisk))?.generation;
      await proceed(inner);
    };
    await expect(supervisor.sleep()).rejects.toThrow();
    await until('running');
    expect(generation).toBe((before?.generation ?? 0) + 2);
  });

  it('tells the first reason also when the VM cannot go on by itself', async () => {
    const { supervisor } = await world.supervise();
    await supervisor.start();
    const machine = world.machine();
    machine.saveMemory = () => Promise.reject(new SlipwayError(failure('save-failed', 'no space left')));
    machine.proceed = () => Promise.reject(new SlipwayError(failure('vm-unresponsive')));
    await expect(supervisor.sleep()).rejects.toMatchObject({ message: 'no space left' });
    expect(await files()).toEqual([]);
  });

  it('since the VM ended tells that, and starts it again', async () => {
    const { supervisor, until } = await world.supervise();
    await supervisor.start();
    const machine = world.machine();
    machine.proceed = () => Promise.reject(new SlipwayError(failure('vm-unresponsive')));
    machine.saveMemory = async () => {
      machine.exit();
      await delay(500);
      throw new SlipwayError(failure('save-failed'));
    };
    await expect(supervisor.sleep()).rejects.toMatchObject({ code: 'vm-exited' });
    await until('backoff');
    expect((await until('running')).boot?.kind).not.toBe('resume');
    expect(await files()).toEqual([]);
    expect(world.living()).toHaveLength(1);
  });

  it('does not count before the VM’s process is gone', async () => {
    const { supervisor, until } = await world.supervise();
    await supervisor.start();
    const machine = world.machine();
    const { end } = machine;
    let keptWhileAlive: boolean | undefined;
    machine.end = async () => {
      keptWhileAlive = await isKept();
      throw new SlipwayError(failure('vm-orphaned', 'it stays'));
    };
    await expect(supervisor.sleep()).rejects.toMatchObject({ code: 'vm-orphaned', message: 'it stays' });
    await until('failed');
    expect(keptWhileAlive).toBe(false);
    expect(await isKept()).toBe(false);
    machine.end = end;
    await machine.end();
  });
});

describe('waking', () => {
  it('goes on where it was, and the memory is used no second time', async () => {
    const { supervisor, states } = await asleep();
    await supervisor.start();
    expect(states).toEqual(['preparing', 'booting', 'waiting', 'running']);
    expect(supervisor.view()).toMatchObject({ boot: { kind: 'resume' }, refused: null });
    expect(world.machine().halted).toBe(false);
    await untilGone();
    await expect.poll(files, { timeout: 5_000 }).toEqual([]);
    expect(JSON.parse(await readFile(world.paths.vmRecord, 'utf8'))).toMatchObject({ incoming: false });
  });

  it('comes with the first connection, and serves all that come meanwhile', async () => {
    const { supervisor } = await asleep();
    const streams = await Promise.all([1, 2, 3].map(() => supervisor.connectEngine(signal())));
    for (const stream of streams) stream.destroy();
    expect(world.living()).toHaveLength(1);
    await supervisor.start();
    expect(supervisor.view().boot?.kind).toBe('resume');
  });

  it('serves a connection that came while the memory was being saved', async () => {
    const { supervisor, until } = await world.supervise();
    await supervisor.start();
    const sleeping = supervisor.sleep().catch((error: SlipwayError) => error.code);
    await until('suspending');
    (await supervisor.connectEngine(signal())).destroy();
    expect(await sleeping).toBe('not-running');
    expect(supervisor.view().boot?.kind).toBe('resume');
  });

  it('serves one that waits also when the VM is put to sleep once more before', async () => {
    const { supervisor, until } = await world.supervise();
    await supervisor.start();
    const first = supervisor.sleep().catch(() => undefined);
    await until('suspending');
    const connecting = supervisor.connectEngine(signal());
    await supervisor.sleep();
    (await connecting).destroy();
    await first;
  });

  it('answers a start that is overtaken by a sleep', async () => {
    const { supervisor, until } = await world.supervise();
    await supervisor.start();
    const first = supervisor.sleep().catch(() => undefined);
    await until('suspending');
    const starting = supervisor.start();
    const asked = expect(starting).rejects.toMatchObject({ code: 'not-running' });
    await Promise.all([supervisor.sleep(), asked, first]);
    expect(supervisor.view().state.kind).toBe('sleeping');
  });

  it.each([
    ['', async () => undefined],
    [', also when nothing says that it holds a file system', () => rm(world.paths.dataDiskRecord)],
  ])('stamps the disk before the guest goes on%s', async (_, before) => {
    const { supervisor } = await asleep();
    await before();
    const { id } = (await findMemoryImage(world.paths.asleep))?.disk ?? {};
    world.resume = async () => {
      const machine = world.machine();
      const { proceed } = machine;
      machine.proceed = async (inner) => {
        expect((await readDiskStamp(world.paths.dataDisk))?.id).not.toBe(id);
        await proceed(inner);
      };
    };
    await supervisor.start();
    expect(supervisor.view().boot?.kind).toBe('resume');
  });
});

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
    await vi.waitFor(() => expect(resume).toHaveBeenCalled());
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

describe('what a VM must not sleep over', () => {
  it('ends before it sleeps', async () => {
    const { supervisor } = await world.supervise();
    await supervisor.start();
    let finish: () => void = () => undefined;
    const work = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const working = supervisor.keepAwake(() => work);
    const sleeping = supervisor.sleep();
    await delay(500);
    expect(supervisor.view().state.kind).toBe('running');
    finish();
    await Promise.all([working, sleeping]);
    expect(supervisor.view().state.kind).toBe('sleeping');
    expect(() => supervisor.machine()).toThrow(expect.objectContaining({ code: 'not-running' }));
  });

  it('may fail, and it sleeps all the same', async () => {
    const { supervisor } = await world.supervise();
    await supervisor.start();
    const working = supervisor.keepAwake(() => Promise.reject(new Error('no')));
    const sleeping = supervisor.sleep();
    await expect(working).rejects.toThrow('no');
    await sleeping;
  });

  it('may make the disk larger: the memory belongs to the disk as it is', async () => {
    const { supervisor } = await world.supervise();
    await supervisor.start();
    await truncate(world.paths.dataDisk, 5 * 1024 ** 3);
    await supervisor.sleep();
    const image = await findMemoryImage(world.paths.asleep);
    expect(image?.fingerprint.diskBytes).toBe(5 * 1024 ** 3);
  });
});

describe('what else is asked of a VM that sleeps', () => {
  it('stop wakes it, and the guest shuts down in order', async () => {
    const { supervisor, states } = await asleep();
    await supervisor.stop();
    expect(states).toEqual(['preparing', 'booting', 'waiting', 'running', 'stopping', 'stopped']);
    expect(world.machine().asked).toBe(true);
    expect(await files()).toEqual([]);
  });

  it('restart does too, and starts without that memory', async () => {
    const { supervisor } = await asleep();
    await supervisor.restart();
    expect(world.machines.map(({ asked }) => asked)).toEqual([false, true, false]);
    expect(supervisor.view()).toMatchObject({ state: { kind: 'running' }, boot: { kind: 'template' } });
  });

  it.each(['stop', 'restart'] as const)('%s while the memory is being saved comes after it', async (what) => {
    const { supervisor, until } = await world.supervise();
    await supervisor.start();
    const sleeping = supervisor.sleep().catch(() => undefined);
    await until('suspending');
    await supervisor[what]();
    await sleeping;
    expect(world.machines[1]?.asked).toBe(true);
    expect(world.living()).toHaveLength(what === 'stop' ? 0 : 1);
    expect(await files()).toEqual([]);
  });

  it('stop while it is being woken lets that end first', async () => {
    const { supervisor, until } = await asleep();
    let go: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    world.resume = () => gate;
    const starting = supervisor.start().catch(() => undefined);
    await until('booting');
    const stopping = supervisor.stop();
    await delay(500);
    go();
    await Promise.all([starting, stopping]);
    expect(world.machine().asked).toBe(true);
    expect(supervisor.view().state.kind).toBe('stopped');
    await expect.poll(files, { timeout: 5_000 }).toEqual([]);
  });

  it('a start while the memory is being saved wakes it at once', async () => {
    const { supervisor, states, until } = await world.supervise();
    await supervisor.start();
    const sleeping = supervisor.sleep().catch((error: SlipwayError) => error.code);
    await until('suspending');
    states.length = 0;
    await supervisor.start();
    expect(await sleeping).toBe('not-running');
    expect(states).toEqual(['suspending', 'preparing', 'booting', 'waiting', 'running']);
    expect(supervisor.view().boot?.kind).toBe('resume');
  });

  it('leaving while the memory is being saved finishes that', async () => {
    const { supervisor } = await world.supervise();
    await supervisor.start();
    const machine = world.machine();
    const { saveMemory } = machine;
    let saving = false;
    machine.saveMemory = async (file, inner) => {
      saving = true;
      await delay(1_000);
      return saveMemory(file, inner);
    };
    void supervisor.sleep().catch(() => undefined);
    await poll(2, signal(), () => saving || undefined);
    await supervisor.release();
    expect(await isKept()).toBe(true);
    expect(world.living()).toEqual([]);
  });
});

describe('a start from scratch', () => {
  it('uses nothing that was saved, and tells of no failure', async () => {
    const { supervisor } = await asleep();
    await supervisor.start({ fromScratch: true });
    expect(supervisor.view()).toMatchObject({ boot: { kind: 'cold' }, refused: null });
    await untilGone();
    await expectSafe();
  });

  it('is that one start’s: whoever wakes the VM later finds it where it was', async () => {
    const { supervisor } = await world.supervise();
    await supervisor.start({ fromScratch: true });
    await supervisor.sleep();
    (await supervisor.connectEngine(signal())).destroy();
    await supervisor.start();
    expect(supervisor.view().boot?.kind).toBe('resume');
  });

  it('means nothing to a VM that runs', async () => {
    const { supervisor, until } = await world.supervise();
    await supervisor.start();
    await until('running');
    await supervisor.start({ fromScratch: true });
    await supervisor.sleep();
    (await supervisor.connectEngine(signal())).destroy();
    await until('running');
    expect(supervisor.view().boot?.kind).toBe('resume');
    expect(world.machines).toHaveLength(2);
  });
});

describe('a host that begins', () => {
  it('finds a sleeping VM, and wakes it for the first who connects', async () => {
    await asleep();
    const { supervisor } = await world.supervise();
    await supervisor.adopt(signal());
    expect(supervisor.view()).toMatchObject({ state: { kind: 'sleeping' }, machine: null });
    (await supervisor.connectEngine(signal())).destroy();
    await supervisor.start();
    expect(supervisor.view().boot?.kind).toBe('resume');
  });

  it('finds none in what was left of a save', async () => {
    await writeFile(world.paths.asleep.memory, 'memory');
    await writeFile(`${world.paths.asleep.manifest}.tmp`, '{}');
    const { supervisor } = await world.supervise();
    await supervisor.adopt(signal());
    expect(supervisor.view().state.kind).toBe('stopped');
    await supervisor.start();
    expect(supervisor.view()).toMatchObject({ boot: { kind: 'cold' }, refused: null });
  });

  it('finds a sleeping VM also when the host before ended after all was saved and before it counted', async () => {
    await asleep();
    await rename(world.paths.asleep.manifest, `${world.paths.asleep.manifest}.tmp`);
    const { supervisor } = await world.supervise();
    await supervisor.adopt(signal());
    expect(supervisor.view().state.kind).toBe('sleeping');
    await supervisor.start();
    expect(supervisor.view()).toMatchObject({ boot: { kind: 'resume' }, refused: null });
    await untilGone();
    await expectSafe();
  });

  it('finds none in such a save once the disk was used since, and lets a VM that stands go on', async () => {
    await asleep();
    await rename(world.paths.asleep.manifest, `${world.paths.asleep.manifest}.tmp`);
    const machine = createFakeMachine(77);
    world.adoptable = machine;
    await writeFile(world.paths.vmRecord, JSON.stringify(machine.record));
    const first = await world.supervise();
    await first.supervisor.adopt(signal());
    await first.until('running');
    expect(await files()).toEqual([]);

    await writeFile(`${world.paths.asleep.manifest}.tmp`, '{}');
    world.adoptable = undefined;
    const { supervisor } = await world.supervise();
    await supervisor.adopt(signal());
    expect(supervisor.view().state.kind).toBe('stopped');
  });

  it('forgets what was saved of a VM that it adopts, and remembers that it runs', async () => {
    await asleep();
    const machine = createFakeMachine(77);
    world.adoptable = machine;
    await writeFile(world.paths.vmRecord, JSON.stringify({ ...machine.record, incoming: true }));
    await rememberDataDisk(world.paths);
    const { supervisor, until } = await world.supervise();
    await supervisor.adopt(signal());
    await until('running');
    expect(await files()).toEqual([]);
    expect(JSON.parse(await readFile(world.paths.vmRecord, 'utf8'))).toMatchObject({ incoming: false });
  });

  it('wakes the VM from its memory when what loaded it was ended', async () => {
    await asleep();
    await writeFile(
      world.paths.vmRecord,
      JSON.stringify({ ...createFakeMachine(77).record, incoming: true }),
    );
    const { supervisor } = await world.supervise();
    await supervisor.adopt(signal());
    expect(supervisor.view().state.kind).toBe('sleeping');
    await supervisor.start();
    expect(supervisor.view().boot?.kind).toBe('resume');
  });
});

describe('a sleep that is given up', () => {
  it('before it is saved lets the VM go on, and nothing is left of it', async () => {
    const { supervisor, until } = await world.supervise();
    await supervisor.start();
    const machine = world.machine();
    const given = new AbortController();
    machine.saveMemory = async (file, saving) => {
      await writeFile(file, 'half of the memory');
      given.abort(new SlipwayError(failure('deadline-exceeded')));
      saving.throwIfAborted();
      return 'mapped';
    };
    await expect(supervisor.sleep(given.signal)).rejects.toMatchObject({ code: 'deadline-exceeded' });
    await until('running');
    expect(machine).toMatchObject({ living: true, halted: false });
    expect(await files()).toEqual([]);
  });

  it('before it has begun, for a start that takes too long, leaves that to itself', async () => {
    world.engineAnswers = false;
    const { supervisor, until } = await world.supervise();
    const starting = supervisor.start();
    await until('waiting');
    const given = new AbortController();
    const sleeping = supervisor.sleep(given.signal);
    given.abort(new SlipwayError(failure('deadline-exceeded')));
    await expect(sleeping).rejects.toMatchObject({ code: 'deadline-exceeded' });
    world.engineAnswers = true;
    await starting;
    expect(supervisor.view().state.kind).toBe('running');
  });
});
