import { truncate, writeFile } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { SlipwayError } from '../contract/errors.ts';
import { delay } from '../util/wait.ts';
import { readDiskStamp } from './disk-stamp.ts';
import { failure } from './fakes/fake-machine.ts';
import { sleepingWorld } from './fakes/fake-sleep.ts';
import { fakeWorld } from './fakes/fake-world.ts';
import { findMemoryImage } from './memory/memory-image.ts';

vi.mock('../util/wait.ts', async (original) => (await import('./fakes/fast-waits.ts')).fastWaits(original));

const world = fakeWorld();
const { files, isKept } = sleepingWorld(world);
const waiting = { timeout: 8_000 };

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
      throw new SlipwayError(failure('save-failed', 'No space left on device.'));
    };
    const told = {
      code: 'save-failed',
      message: expect.stringContaining(`no room for its memory on the disk with ${world.paths.disks}`),
    };
    await expect(supervisor.sleep()).rejects.toMatchObject({ ...told, detail: 'No space left on device.' });
    await until('suspending');
    expect(await until('running')).toMatchObject({ keptAwake: told });
    expect(machine).toMatchObject({ living: true, halted: false });
    expect(await files()).toEqual([]);
    machine.saveMemory = saveMemory;
    await supervisor.sleep();
    expect(await isKept()).toBe(true);
    expect(supervisor.view().keptAwake).toBeNull();
  });

  it('because its halt was not answered lets the VM go on', async () => {
    const { supervisor, until } = await world.supervise();
    await supervisor.start();
    const machine = world.machine();
    const { halt } = machine;
    machine.halt = async (given) => {
      await halt(given);
      throw new SlipwayError(failure('vm-unresponsive'));
    };
    await expect(supervisor.sleep()).rejects.toMatchObject({ code: 'vm-unresponsive' });
    await until('suspending');
    await until('running');
    expect(machine).toMatchObject({ living: true, halted: false });
    machine.halt = halt;
    await supervisor.sleep();
    expect(await isKept()).toBe(true);
  });

  it('tells the guest the time, whose clock stood still meanwhile', async () => {
    const { supervisor, until } = await world.supervise();
    await supervisor.start();
    const machine = world.machine();
    machine.saveMemory = () => Promise.reject(new SlipwayError(failure('save-failed')));
    const asked: string[] = [];
    machine.answer = async ([verb = '']) => {
      asked.push(`${verb}${machine.halted ? ' (halted)' : ''}`);
      return '';
    };
    await supervisor.sleep().catch(() => undefined);
    await until('running');
    expect(asked).toEqual(['rest', 'wake']);
  });

  it('is told until the VM is stopped', async () => {
    const { supervisor, until } = await world.supervise();
    await supervisor.start();
    world.machine().unsavable = 'WHPX cannot';
    await supervisor.sleep().catch(() => undefined);
    await until('suspending');
    expect((await until('running')).keptAwake).toMatchObject({ code: 'save-failed' });
    await supervisor.stop();
    expect(supervisor.view().keptAwake).toBeNull();
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
    machine.saveMemory = () => Promise.reject(new SlipwayError(failure('save-failed', 'not written')));
    machine.proceed = () => Promise.reject(new SlipwayError(failure('vm-unresponsive')));
    await expect(supervisor.sleep()).rejects.toMatchObject({ message: 'not written' });
    expect(await files()).toEqual([]);
  });

  it('since the VM ended tells that, and starts it again', async () => {
    const { supervisor, until } = await world.supervise();
    await supervisor.start();
    const machine = world.machine();
    machine.proceed = () => Promise.reject(new SlipwayError(failure('vm-unresponsive')));
    machine.saveMemory = async () => {
      machine.exit();
      await vi.waitFor(() => expect(supervisor.view().state.kind).not.toBe('suspending'), waiting);
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
