import { writeFile } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { SlipwayError } from '../contract/errors.ts';
import { abortAfter, delay, poll } from '../util/wait.ts';
import { ensureDataDisk } from './data-disk.ts';
import { createFakeMachine, type FakeMachine, failure } from './fakes/fake-machine.ts';
import { fakeWorld } from './fakes/fake-world.ts';

vi.mock('../util/wait.ts', async (original) => (await import('./fakes/fast-waits.ts')).fastWaits(original));

const world = fakeWorld();

describe('the engine’s health', () => {
  it('falls silent and comes back: waiting, with the problem told, then running', async () => {
    const { supervisor, states, until } = await world.supervise();
    await supervisor.start();
    await until('running');
    states.length = 0;
    world.engineAnswers = false;
    expect((await until('waiting')).state).toMatchObject({ problem: { code: 'engine-unreachable' } });
    world.engineAnswers = true;
    await until('running');
    expect(states).toEqual(['waiting', 'running']);
    expect(world.machines).toHaveLength(1);
  });

  it('does not come back: the VM is started again', async () => {
    const { supervisor, until } = await world.supervise();
    await supervisor.start();
    world.engineAnswers = false;
    await until('backoff');
    world.engineAnswers = true;
    await until('running');
    expect(world.machines).toHaveLength(2);
    expect(world.living()).toHaveLength(1);
  });

  it('a frozen VM monitor is a reason to start again, and is told', async () => {
    const { supervisor, until } = await world.supervise();
    await supervisor.start();
    world.engineAnswers = false;
    const machine = world.machine();
    machine.monitorAnswers = false;
    expect((await until('backoff')).state).toMatchObject({ problem: { code: 'vm-unresponsive' } });
    world.engineAnswers = true;
    await until('running');
    expect(machine.living).toBe(false);
    expect(world.living()).toHaveLength(1);
  });

  it('a VM that can neither go on nor be ended fails at once, with the reason', async () => {
    const { supervisor, until } = await world.supervise();
    await supervisor.start();
    await until('running');
    const machine = world.machine();
    machine.end = () => Promise.reject(new SlipwayError(failure('vm-orphaned')));
    world.engineAnswers = false;
    machine.monitorAnswers = false;
    expect((await until('failed')).state).toMatchObject({ problem: { code: 'vm-orphaned' } });
    expect(world.machines).toHaveLength(1);
  });

  it('a VM that stands still for want of disk space waits as long as that lasts', async () => {
    const { supervisor, states, until } = await world.supervise();
    await supervisor.start();
    await until('running');
    const machine = world.machine();
    machine.paused = failure('disk-full');
    machine.resumeWhenPossible = async () => undefined;
    world.engineAnswers = false;
    expect((await until('waiting')).state).toMatchObject({ problem: { code: 'disk-full' } });
    // Longer than a silent engine is waited for.
    await delay(90_000);
    expect(supervisor.view().state).toMatchObject({ kind: 'waiting' });
    machine.paused = null;
    world.engineAnswers = true;
    await until('running');
    expect(states).not.toContain('backoff');
    expect(world.machines).toHaveLength(1);
  });
});

describe('adoption', () => {
  async function leaveRecord(machine: FakeMachine): Promise<void> {
    world.adoptable = machine;
    await ensureDataDisk(world.paths, 4);
    await writeFile(world.paths.vmRecord, JSON.stringify(machine.record));
  }

  it('takes over a VM, its console moved aside or not, as an adoption', async () => {
    await leaveRecord(createFakeMachine(77));
    world.guestComesUp = false;
    const { supervisor, states } = await world.supervise();
    await supervisor.adopt(abortAfter(5_000));
    await supervisor.start();
    expect(states.slice(-2)).toEqual(['waiting', 'running']);
    expect(states).not.toContain('booting');
    expect(supervisor.view()).toMatchObject({ boot: { kind: 'adopt' }, machine: { process: { pid: 77 } } });
    await supervisor.stop();
    expect(world.machine().asked).toBe(true);
  });

  it('tells why an adopted VM stands still, and waits until it goes on', async () => {
    const machine = createFakeMachine(77);
    machine.paused = failure('disk-full');
    machine.resumeWhenPossible = async () => undefined;
    world.engineAnswers = false;
    await leaveRecord(machine);
    const { supervisor, states, until } = await world.supervise();
    await supervisor.adopt(abortAfter(5_000));
    await poll(2, abortAfter(2_000), () => {
      const { state } = supervisor.view();
      return state.kind === 'waiting' && state.problem?.code === 'disk-full' ? true : undefined;
    });
    machine.paused = null;
    world.engineAnswers = true;
    await until('running');
    expect(states.slice(-2)).toEqual(['waiting', 'running']);
  });

  it('restarts an adopted VM that ends', async () => {
    await leaveRecord(createFakeMachine(77));
    const { supervisor, until } = await world.supervise();
    await supervisor.adopt(abortAfter(5_000));
    await until('running');
    world.machine().exit();
    await until('backoff');
    expect((await until('running')).machine?.process.pid).not.toBe(77);
  });

  it('can be stopped before the engine has answered', async () => {
    await leaveRecord(createFakeMachine(77));
    world.engineAnswers = false;
    const { supervisor } = await world.supervise();
    await supervisor.adopt(abortAfter(5_000));
    await supervisor.stop();
    expect(world.living()).toEqual([]);
    expect(await world.isThere(world.paths.vmRecord)).toBe(false);
  });

  it.each(['', '{}', '{"process":{"pid":"7"}}', '[]', 'null'])(
    'begins as stopped for a record of %j',
    async (text) => {
      world.adoptable = createFakeMachine(77);
      await writeFile(world.paths.vmRecord, text);
      const { supervisor } = await world.supervise();
      await supervisor.adopt(abortAfter(5_000));
      expect(supervisor.view()).toMatchObject({ state: { kind: 'stopped' }, machine: null });
      await supervisor.start();
    },
  );

  it('begins as stopped when the VM of the record is gone', async () => {
    await writeFile(world.paths.vmRecord, JSON.stringify(createFakeMachine(77).record));
    const { supervisor } = await world.supervise();
    await supervisor.adopt(abortAfter(5_000));
    expect(supervisor.view().state.kind).toBe('stopped');
  });
});
