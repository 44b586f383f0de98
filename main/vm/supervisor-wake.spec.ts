import { readFile, rm } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import type { SlipwayError } from '../contract/errors.ts';
import { delay, poll } from '../util/wait.ts';
import { readDiskStamp } from './disk-stamp.ts';
import { signal, sleepingWorld } from './fakes/fake-sleep.ts';
import { fakeWorld } from './fakes/fake-world.ts';
import { findMemoryImage } from './memory/memory-image.ts';

vi.mock('../util/wait.ts', async (original) => (await import('./fakes/fast-waits.ts')).fastWaits(original));

const world = fakeWorld();
const { asleep, expectSafe, files, isKept, untilGone } = sleepingWorld(world);

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
    const sleeping = supervisor.sleep().catch((error: SlipwayError) => error);
    await until('suspending');
    (await supervisor.connectEngine(signal())).destroy();
    expect(await sleeping).toMatchObject({
      code: 'not-running',
      message: expect.stringContaining('by a client of the docker socket'),
    });
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
    const sleeping = supervisor.sleep().catch((error: SlipwayError) => error);
    await until('suspending');
    states.length = 0;
    await supervisor.start();
    expect(await sleeping).toMatchObject({
      code: 'not-running',
      message: 'The engine was started again before it slept.',
    });
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
