import { describe, expect, it, vi } from 'vitest';
import { SlipwayError } from '../contract/errors.ts';
import { abortAfter, delay, poll } from '../util/wait.ts';
import { failure } from './fakes/fake-machine.ts';
import { fakeWorld, never } from './fakes/fake-world.ts';

vi.mock('../util/wait.ts', async (original) => (await import('./fakes/fast-waits.ts')).fastWaits(original));

const world = fakeWorld();

describe('stop and restart', () => {
  const phases: Readonly<Record<string, () => void>> = {
    preparing: () => {
      world.prepare = never;
    },
    booting: () => {
      world.launch = never;
    },
    waiting: () => {
      world.engineAnswers = false;
    },
    running: () => undefined,
    backoff: () => {
      world.launch = () => Promise.reject(new Error('no luck'));
    },
    failed: () => {
      world.prepare = () => Promise.reject(new SlipwayError(failure('image-corrupt')));
    },
  };

  it.each(Object.keys(phases))('stops while %s, leaving nothing', async (phase) => {
    phases[phase]?.();
    const { supervisor, until } = await world.supervise();
    const starting = supervisor.start().then(
      () => 'running',
      (error: SlipwayError) => error.code,
    );
    await until(phase);
    await supervisor.stop();
    expect(supervisor.view()).toMatchObject({ state: { kind: 'stopped' }, machine: null });
    expect(world.living()).toEqual([]);
    expect(await world.isThere(world.paths.vmRecord)).toBe(false);
    if (phase !== 'running' && phase !== 'failed') expect(await starting).toBe('not-running');
    await supervisor.stop();
  });

  it.each(Object.keys(phases))('restarts while %s', async (phase) => {
    phases[phase]?.();
    const { supervisor, until } = await world.supervise();
    const starting = supervisor.start().catch(() => undefined);
    await until(phase);
    Object.assign(world, {
      prepare: async () => undefined,
      launch: async () => undefined,
      engineAnswers: true,
    });
    await supervisor.restart();
    await starting;
    expect(supervisor.view().state).toEqual({ kind: 'running', attempt: 1 });
    expect(world.living()).toHaveLength(1);
  });

  it('asks the guest to shut down when it is up, and ends it when it does not', async () => {
    const { supervisor } = await world.supervise();
    await supervisor.start();
    await supervisor.stop();
    expect(world.machine().asked).toBe(true);
    expect(supervisor.view().cutOff).toBeNull();
    await supervisor.start();
    const deaf = world.machine();
    deaf.connectGuest = () => {
      throw new Error('nobody there');
    };
    await supervisor.stop();
    expect(world.living()).toEqual([]);
    expect(supervisor.view().cutOff).toMatchObject({
      code: 'vm-cut-off',
      message: expect.stringContaining('did not shut down in time'),
    });
    await supervisor.start();
    expect(supervisor.view().cutOff).toBeNull();
  });

  it('tells after a restart that it was ended without a shutdown, until it is stopped in good order', async () => {
    const { supervisor } = await world.supervise();
    await supervisor.start();
    world.machine().connectGuest = () => {
      throw new Error('nobody there');
    };
    await supervisor.restart();
    expect(supervisor.view()).toMatchObject({ state: { kind: 'running' }, cutOff: { code: 'vm-cut-off' } });
    await supervisor.stop();
    expect(supervisor.view().cutOff).toBeNull();
  });

  it('does not wait for a guest that stands still', async () => {
    const { supervisor } = await world.supervise();
    await supervisor.start();
    const machine = world.machine();
    machine.paused = failure('disk-full');
    await supervisor.stop();
    expect(machine.asked).toBe(false);
    expect(world.living()).toEqual([]);
    expect(supervisor.view().cutOff).toMatchObject({ code: 'vm-cut-off' });
  });

  it('starts again once stopped, for a start that comes while stopping', async () => {
    const { supervisor, states } = await world.supervise();
    await supervisor.start();
    const overtaken = expect(supervisor.stop()).rejects.toMatchObject({ code: 'aborted' });
    const starting = supervisor.start();
    await overtaken;
    await starting;
    expect(states.slice(-5)).toEqual(['stopping', 'preparing', 'booting', 'waiting', 'running']);
    expect(world.living()).toHaveLength(1);
    await supervisor.stop();
    expect(world.living()).toEqual([]);
  });

  it('says so when the VM cannot be ended, and stops once that is mended', async () => {
    const { supervisor } = await world.supervise();
    await supervisor.start();
    const machine = world.machine();
    const { connectGuest, end } = machine;
    machine.connectGuest = () => {
      throw new Error('nobody there');
    };
    machine.end = () => Promise.reject(new SlipwayError(failure('vm-orphaned', 'it stays')));
    await expect(supervisor.stop()).rejects.toMatchObject({ code: 'vm-orphaned', message: 'it stays' });
    expect(supervisor.view().state).toMatchObject({ kind: 'failed', problem: { code: 'vm-orphaned' } });
    Object.assign(machine, { connectGuest, end });
    await machine.end();
    await supervisor.stop();
    expect(supervisor.view().state.kind).toBe('stopped');
  });

  it('answers two stops at the same moment', async () => {
    const { supervisor } = await world.supervise();
    await supervisor.start();
    await Promise.all([supervisor.stop(), supervisor.stop()]);
    expect(world.living()).toEqual([]);
  });
});

describe('release', () => {
  it('leaves a running VM and its record alone, and does nothing more', async () => {
    const { supervisor } = await world.supervise();
    await supervisor.start();
    await supervisor.release();
    expect(world.machine()).toMatchObject({ living: true, released: true });
    expect(await world.isThere(world.paths.vmRecord)).toBe(true);
    world.machine().exit();
    await delay(3_000);
    expect(world.machines).toHaveLength(1);
  });

  it('refuses a start that comes too late, so that the next host is asked for it', async () => {
    const { supervisor } = await world.supervise();
    await supervisor.release();
    await expect(supervisor.start()).rejects.toMatchObject({ code: 'host-unreachable' });
    await expect(supervisor.restart()).rejects.toMatchObject({ code: 'host-unreachable' });
    expect(world.machines).toEqual([]);
  });

  it('gives up a start whose VM is not there yet, leaving none', async () => {
    world.launch = never;
    const { supervisor, until } = await world.supervise();
    supervisor.start().catch(() => undefined);
    await until('booting');
    await poll(2, abortAfter(2_000), () => world.machines.at(-1));
    await supervisor.release();
    expect(world.living()).toEqual([]);
  });
});

describe('connectEngine', () => {
  it('waits for the guest, and no longer than its caller', async () => {
    world.launch = never;
    const { supervisor, until } = await world.supervise();
    supervisor.start().catch(() => undefined);
    await until('booting');
    const controller = new AbortController();
    const waiting = supervisor.connectEngine(controller.signal);
    controller.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    const other = supervisor.connectEngine(new AbortController().signal);
    await Promise.all([expect(other).rejects.toMatchObject({ code: 'not-running' }), supervisor.stop()]);
    await expect(supervisor.connectEngine(new AbortController().signal)).rejects.toMatchObject({
      code: 'not-running',
    });
  });

  it('gives a stream once the guest is up, and the reason when it has failed', async () => {
    const { supervisor } = await world.supervise();
    const connecting = supervisor.start().then(() => supervisor.connectEngine(new AbortController().signal));
    (await connecting).destroy();
    world.prepare = () => Promise.reject(new SlipwayError(failure('image-corrupt')));
    await supervisor.restart().catch(() => undefined);
    await expect(supervisor.connectEngine(new AbortController().signal)).rejects.toMatchObject({
      code: 'image-corrupt',
    });
  });
});
