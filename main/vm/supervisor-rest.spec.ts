import { describe, expect, it, vi } from 'vitest';
import { SlipwayError } from '../contract/errors.ts';
import { readDiskStamp } from './disk-stamp.ts';
import { failure } from './fakes/fake-machine.ts';
import { fakeWorld, type Supervised } from './fakes/fake-world.ts';
import { discard, isMemoryKept } from './memory/memory-image.ts';
import { saveWhileHalted } from './memory/save-while-halted.ts';

vi.mock('../util/wait.ts', async (original) => (await import('./fakes/fast-waits.ts')).fastWaits(original));

const world = fakeWorld();
const waiting = { timeout: 8_000 };
const report = { now: () => 1, log: () => undefined };

async function running(): Promise<Supervised> {
  const supervised = await world.supervise();
  await supervised.supervisor.start();
  return supervised;
}

/** Work that ends when it is told to. */
function work() {
  let end: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  const begun = vi.fn(() => done);
  return { begun, end: () => end() };
}

describe('work at rest', () => {
  it('begins once a VM that ran sleeps, and is over before the next start', async () => {
    const { supervisor, states } = await running();
    const { begun, end } = work();
    const resting = supervisor.atRest(begun);
    await vi.waitFor(() => expect(begun).toHaveBeenCalled(), waiting);
    expect(world.living()).toEqual([]);
    const starting = supervisor.start();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(states.at(-1)).toBe('preparing');
    expect(world.living()).toEqual([]);
    end();
    await Promise.all([resting, starting]);
    expect(world.living()).toHaveLength(1);
  });

  it('stops a VM that cannot sleep', async () => {
    const { supervisor, states } = await running();
    world.machine().unsavable = 'WHPX cannot';
    await supervisor.atRest(async () => expect(world.living()).toEqual([]));
    expect(states.at(-1)).toBe('stopped');
  });

  it('is followed by the state that it left on disk', async () => {
    const { supervisor } = await running();
    await supervisor.atRest(() => discard(world.paths.asleep));
    expect(supervisor.view().state).toEqual({ kind: 'stopped' });
  });

  it('is possible after a failure, and does away with it', async () => {
    world.prepare = () => Promise.reject(new SlipwayError(failure('image-corrupt')));
    const { supervisor } = await world.supervise();
    await supervisor.start().catch(() => undefined);
    await supervisor.atRest(async () => undefined);
    expect(supervisor.view().state).toEqual({ kind: 'stopped' });
  });

  it('that fails leaves the state, and lets the next start begin', async () => {
    const { supervisor } = await running();
    await expect(supervisor.atRest(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(supervisor.view().state.kind).toBe('sleeping');
    await supervisor.start();
  });

  it('is done once at a time', async () => {
    const { supervisor } = await world.supervise();
    const { begun, end } = work();
    const first = supervisor.atRest(begun);
    await expect(supervisor.atRest(async () => undefined)).rejects.toMatchObject({ code: 'busy' });
    end();
    await first;
  });
});

describe('work on a VM that stands still', () => {
  it('has it halted and saved, and lets it go on with a new stamp', async () => {
    const { supervisor, states } = await running();
    const { paths } = world;
    const machine = world.machine();
    const asked: string[] = [];
    machine.answer = async ([verb = '']) => {
      asked.push(verb);
      return '';
    };
    const into = { memory: `${paths.home}/memory`, manifest: `${paths.home}/memory.json` };
    let stamp: Awaited<ReturnType<typeof readDiskStamp>>;
    await supervisor.whileHalted((living) =>
      saveWhileHalted(living, paths, into, report, async () => {
        expect(machine.halted).toBe(true);
        expect(await isMemoryKept(into)).toBe(true);
        stamp = await readDiskStamp(paths.dataDisk);
      }),
    );
    await supervisor.start();
    expect(machine).toMatchObject({ living: true, halted: false });
    expect(asked).toEqual(['rest', 'wake']);
    expect(states.slice(-3)).toEqual(['suspending', 'waiting', 'running']);
    // No memory is left that belongs to the disk of a guest that runs.
    expect((await readDiskStamp(paths.dataDisk))?.id).not.toBe(stamp?.id);
    expect(await isMemoryKept(paths.asleep)).toBe(false);
  });

  it('that fails lets it go on all the same', async () => {
    const { supervisor } = await running();
    const into = { memory: `${world.paths.home}/m`, manifest: `${world.paths.home}/m.json` };
    const failing = supervisor.whileHalted((living) =>
      saveWhileHalted(living, world.paths, into, report, () => Promise.reject(new Error('disk full'))),
    );
    await expect(failing).rejects.toThrow('disk full');
    await supervisor.start();
    expect(world.machine()).toMatchObject({ living: true, halted: false });
  });

  it('is refused where nothing runs', async () => {
    const { supervisor } = await world.supervise();
    await expect(supervisor.whileHalted(async () => undefined)).rejects.toMatchObject({
      code: 'not-running',
    });
  });

  it('hears when the VM is lost', async () => {
    const { supervisor } = await running();
    const lost = supervisor.whileHalted((_machine, signal) => {
      setTimeout(() => world.machine().exit());
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('lost'))));
    });
    await expect(lost).rejects.toThrow('lost');
  });

  it('lets a sleep and a stop come after it', async () => {
    const { supervisor } = await running();
    const { begun, end } = work();
    const halted = supervisor.whileHalted(begun);
    const sleeping = supervisor.sleep();
    end();
    await Promise.all([halted, sleeping]);
    expect(supervisor.view().state.kind).toBe('sleeping');
  });
});
