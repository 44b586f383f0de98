import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ErrorCode, type Failure, SlipwayError } from '../contract/errors.ts';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import type * as Wait from '../util/wait.ts';
import { delay, orAborted, poll } from '../util/wait.ts';
import { ensureDataDisk } from './data-disk.ts';
import type { Driver, LaunchReport, Machine, MachineExit, MachineRecord } from './driver.ts';
import { loadKeys } from './keys.ts';
import { loadStageTimes } from './stage-times.ts';
import { mostAttempts } from './state.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';

/** Time goes so many times as fast: the supervisor's waits are minutes. */
const speed = 50;

vi.mock('../util/wait.ts', async (original) => {
  const wait = await original<typeof Wait>();
  return {
    ...wait,
    delay: (milliseconds: number, signal?: AbortSignal) => wait.delay(milliseconds / speed, signal),
    withDeadline: ((milliseconds, ...rest) =>
      wait.withDeadline(milliseconds / speed, ...rest)) as typeof wait.withDeadline,
  };
});

let folder: string;
let paths: HomePaths;
let world: World;
const supervisors: Supervisor[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'supervisor-'));
  paths = homePaths(folder);
  await prepareHome(paths);
  world = createWorld();
});

afterEach(async () => {
  for (const supervisor of supervisors.splice(0)) await supervisor.release();
  await rm(folder, { recursive: true, force: true });
});

const failure = (code: ErrorCode, message: string = code): Failure => ({
  code,
  message,
  hint: 'Try something.',
});

interface FakeMachine extends Machine {
  living: boolean;
  released: boolean;
  asked: boolean;
  paused: Failure | null;
  monitorAnswers: boolean;
  exit(clean?: boolean): void;
}

/** Everything around a supervisor: a driver whose machines do as they are told, a console, and an engine. */
function createWorld() {
  const machines: FakeMachine[] = [];
  let say: (text: string) => void = () => undefined;
  const self = {
    machines,
    /** What `prepare` and `launch` do beside succeeding. */
    prepare: async (_signal: AbortSignal): Promise<void> => undefined,
    launch: async (_signal: AbortSignal): Promise<void> => undefined,
    /** The guest reports that its network is up as soon as somebody listens. */
    guestComesUp: true,
    engineAnswers: true,
    furnish: async (): Promise<void> => undefined,
    consoleText: '',
    /** The machine that a record leads to. */
    adoptable: undefined as FakeMachine | undefined,
    say: (text: string) => say(text),
    living: () => machines.filter((machine) => machine.living),
    machine: () => machines.at(-1),
  };
  const driver: Driver = {
    prepare: (signal) => orAborted(signal, self.prepare(signal)),
    async launch(_specification, report: LaunchReport, signal) {
      report.trying('tcg');
      const machine = createFakeMachine(machines.length + 1);
      machines.push(machine);
      try {
        await report.spawned(machine.record);
        await orAborted(signal, self.launch(signal));
      } catch (error) {
        await machine.end();
        throw error;
      }
      return machine;
    },
    adopt: async () => {
      if (self.adoptable !== undefined) machines.push(self.adoptable);
      return self.adoptable;
    },
    verdicts: async () => [],
  };
  const console = {
    follow(position: number, listener: (text: string) => void) {
      say = listener;
      if (position === 0 && self.guestComesUp) queueMicrotask(() => listener('slipway: done network\n'));
      return () => {
        say = () => undefined;
      };
    },
    tail: async () => self.consoleText,
    size: async () => Buffer.byteLength(self.consoleText),
    rotate: async () => undefined,
  };
  return { ...self, self, driver, console };
}

type World = ReturnType<typeof createWorld>;

function createFakeMachine(pid: number): FakeMachine {
  let exit: (exit: MachineExit) => void = () => undefined;
  const exited = new Promise<MachineExit>((resolve) => {
    exit = resolve;
  });
  const record: MachineRecord = {
    driver: 'qemu',
    process: { pid, started: 'now' },
    accelerator: 'tcg',
    cpus: 2,
    memoryMiB: 512,
    image: 'c0ffee',
    spawnedAt: now(),
    engineVia: 'unix',
    sshPort: null,
  };
  const machine: FakeMachine = {
    record,
    exited,
    living: true,
    released: false,
    asked: false,
    paused: null,
    monitorAnswers: true,
    connectEngine: () => new PassThrough(),
    connectGuest() {
      // Somebody comes to ask it to shut down: it does.
      machine.asked = true;
      machine.exit(true);
      return new PassThrough();
    },
    async checkMonitor() {
      if (!machine.monitorAnswers) throw new SlipwayError(failure('vm-unresponsive'));
    },
    pausedFor: () => machine.paused,
    async resumeWhenPossible() {
      machine.paused = null;
    },
    async end() {
      machine.exit();
    },
    release() {
      machine.released = true;
    },
    exit(clean = false) {
      machine.living = false;
      exit({ clean, problem: failure('vm-exited') });
    },
  };
  return machine;
}

const epoch = Date.now();
function now(): number {
  return epoch + (Date.now() - epoch) * speed;
}

/** A supervisor, and the states it has been in, one after the other. */
async function supervise() {
  const { self, driver, console } = world;
  const supervisor = createSupervisor({
    paths,
    driver,
    console,
    keys: await loadKeys(paths),
    stageTimes: await loadStageTimes(paths.stageTimes),
    specification: async () => ({ cpus: 2, memoryMiB: 512, accelerator: 'auto', diskGiB: 4 }),
    ping: async (signal) => {
      if (!self.engineAnswers || world.living().length === 0) await orAborted(signal, never());
    },
    furnish: async (signal) => orAborted(signal, self.furnish()),
    now,
    log: () => undefined,
  });
  supervisors.push(supervisor);
  const states: string[] = [];
  supervisor.onChange(() => {
    const { kind } = supervisor.view().state;
    if (states.at(-1) !== kind) states.push(kind);
  });
  const until = (kind: string) =>
    poll(2, AbortSignal.timeout(8_000), () =>
      supervisor.view().state.kind === kind ? true : undefined,
    ).catch(() => {
      throw new Error(`${kind} was not reached, only ${states.join(', ')}`);
    });
  return { supervisor, states, until };
}

const never = () => new Promise<never>(() => undefined);
const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

describe('start', () => {
  it('goes through its states to running, and remembers VM and data disk', async () => {
    const { supervisor, states } = await supervise();
    await supervisor.start();
    expect(states).toEqual(['preparing', 'booting', 'waiting', 'running']);
    expect(supervisor.view()).toMatchObject({ machine: { process: { pid: 1 } }, restartedFor: null });
    expect(supervisor.view().boot).toMatchObject({ kind: 'cold', durationMs: expect.any(Number) });
    expect(JSON.parse(await readFile(paths.vmRecord, 'utf8'))).toEqual(world.machine()?.record);
    expect(await isThere(paths.dataDiskRecord)).toBe(true);
  });

  it('is joined by others, and answers at once when running', async () => {
    const { supervisor } = await supervise();
    await Promise.all([supervisor.start(), supervisor.start(), supervisor.start()]);
    await supervisor.start();
    expect(world.machines).toHaveLength(1);
  });

  it('writes the record before the VM is found good', async () => {
    world.self.launch = never;
    const { supervisor, until } = await supervise();
    supervisor.start().catch(() => undefined);
    await until('booting');
    await poll(2, AbortSignal.timeout(2_000), async () =>
      (await isThere(paths.vmRecord)) ? true : undefined,
    );
  });

  it('is not said to run while the engine does not answer', async () => {
    world.self.engineAnswers = false;
    const { supervisor, states, until } = await supervise();
    const starting = supervisor.start();
    await until('waiting');
    await delay(3_000);
    expect(states).not.toContain('running');
    world.self.engineAnswers = true;
    await starting;
  });

  it('is not lost because the bundled images are', async () => {
    world.self.furnish = () => Promise.reject(new Error('no images'));
    const { supervisor } = await supervise();
    await supervisor.start();
  });
});

describe('failures', () => {
  it('a VM that ends while booting is started again, the reason told meanwhile', async () => {
    world.self.guestComesUp = false;
    const { supervisor, states, until } = await supervise();
    const starting = supervisor.start();
    await until('booting');
    await poll(2, AbortSignal.timeout(2_000), () => (supervisor.machine() ? true : undefined));
    world.machine()?.exit();
    await until('backoff');
    expect(supervisor.view()).toMatchObject({ state: { problem: { code: 'vm-exited' } }, machine: null });
    world.self.guestComesUp = true;
    await until('booting');
    expect(supervisor.view().restartedFor).toMatchObject({ code: 'vm-exited' });
    await starting;
    expect(states).toEqual([
      ...['preparing', 'booting', 'backoff'],
      ...['preparing', 'booting', 'waiting', 'running'],
    ]);
    expect(supervisor.view().restartedFor).toBeNull();
  });

  it('a VM that ends while running is not told to run a moment longer', async () => {
    const { supervisor, states, until } = await supervise();
    await supervisor.start();
    states.length = 0;
    world.machine()?.exit();
    await until('backoff');
    await until('running');
    expect(states).toEqual(['backoff', 'preparing', 'booting', 'waiting', 'running']);
    expect(world.machines).toHaveLength(2);
  });

  it('gives the guest’s own last words as the reason', async () => {
    world.self.guestComesUp = false;
    world.self.consoleText = 'slipway: done kernel\nKernel panic - not syncing: No working init found.\n';
    const { supervisor, until } = await supervise();
    supervisor.start().catch(() => undefined);
    await poll(2, AbortSignal.timeout(2_000), () => supervisor.machine());
    world.machine()?.exit();
    await until('backoff');
    expect(supervisor.view().state).toMatchObject({
      problem: { code: 'guest-failed', message: expect.stringContaining('No working init found') },
    });
  });

  it('believes no failure that the console of a running guest tells of', async () => {
    const { supervisor } = await supervise();
    await supervisor.start();
    world.say('slipway: failed disk: hostile\nKernel panic - not syncing: hostile\n');
    await delay(1_000);
    expect(supervisor.view().state.kind).toBe('running');
    world.self.consoleText = 'slipway: failed disk: hostile\n';
    world.machine()?.exit();
    await poll(2, AbortSignal.timeout(2_000), () =>
      supervisor.view().state.kind === 'backoff' ? true : undefined,
    );
    expect(supervisor.view().state).toMatchObject({ problem: { code: 'vm-exited' } });
  });

  it('gives up after the last try, and leaves nothing running', async () => {
    world.self.launch = () => Promise.reject(new SlipwayError(failure('qemu-failed', 'no luck')));
    const { supervisor, states } = await supervise();
    await expect(supervisor.start()).rejects.toMatchObject({ code: 'qemu-failed', message: 'no luck' });
    expect(states.filter((kind) => kind === 'booting')).toHaveLength(mostAttempts);
    expect(states.at(-1)).toBe('failed');
    expect(world.living()).toEqual([]);
    expect(await isThere(paths.vmRecord)).toBe(false);
  });

  it.each(['image-corrupt', 'assets-missing', 'qemu-missing', 'disk-full', 'data-disk-missing'] as const)(
    'fails at once for %s, and starts again when that is mended',
    async (code) => {
      world.self.prepare = () => Promise.reject(new SlipwayError(failure(code)));
      const { supervisor, states } = await supervise();
      await expect(supervisor.start()).rejects.toMatchObject({ code });
      expect(states).toEqual(['preparing', 'failed']);
      world.self.prepare = async () => undefined;
      await supervisor.start();
    },
  );

  it('tells a later failure’s own reason, not an earlier one’s', async () => {
    world.self.guestComesUp = false;
    const { supervisor, until } = await supervise();
    const starting = supervisor.start();
    await poll(2, AbortSignal.timeout(2_000), () => supervisor.machine());
    world.self.prepare = () => Promise.reject(new SlipwayError(failure('image-corrupt')));
    await delay(500);
    world.say('slipway: failed disk: broken\n');
    await until('backoff');
    await expect(starting).rejects.toMatchObject({ code: 'image-corrupt' });
  });

  it('does not answer that a start has failed before its VM is gone', async () => {
    const ends: number[] = [];
    world.self.engineAnswers = false;
    const { supervisor, until } = await supervise();
    const starting = supervisor.start();
    await until('waiting');
    const machine = world.machine();
    if (machine === undefined) throw new Error('no machine');
    machine.monitorAnswers = false;
    machine.end = async () => {
      await delay(5_000);
      ends.push(1);
      machine.exit();
    };
    world.self.prepare = () => Promise.reject(new SlipwayError(failure('image-corrupt')));
    await expect(starting).rejects.toMatchObject({ code: 'image-corrupt' });
    expect(ends).toEqual([1]);
    expect(world.living()).toEqual([]);
  });
});

describe('stop and restart', () => {
  const phases: Readonly<Record<string, () => void>> = {
    preparing: () => {
      world.self.prepare = never;
    },
    booting: () => {
      world.self.launch = never;
    },
    waiting: () => {
      world.self.engineAnswers = false;
    },
    running: () => undefined,
    backoff: () => {
      world.self.launch = () => Promise.reject(new Error('no luck'));
    },
    failed: () => {
      world.self.prepare = () => Promise.reject(new SlipwayError(failure('image-corrupt')));
    },
  };

  it.each(Object.keys(phases))('stops while %s, leaving nothing', async (phase) => {
    phases[phase]?.();
    const { supervisor, until } = await supervise();
    const starting = supervisor.start().then(
      () => 'running',
      (error: SlipwayError) => error.code,
    );
    await until(phase);
    await supervisor.stop();
    expect(supervisor.view()).toMatchObject({ state: { kind: 'stopped' }, machine: null });
    expect(world.living()).toEqual([]);
    expect(await isThere(paths.vmRecord)).toBe(false);
    if (phase !== 'running' && phase !== 'failed') expect(await starting).toBe('not-running');
    await supervisor.stop();
  });

  it.each(Object.keys(phases))('restarts while %s', async (phase) => {
    phases[phase]?.();
    const { supervisor, until } = await supervise();
    const starting = supervisor.start().catch(() => undefined);
    await until(phase);
    Object.assign(world.self, {
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
    const { supervisor } = await supervise();
    await supervisor.start();
    await supervisor.stop();
    expect(world.machine()?.asked).toBe(true);
    await supervisor.start();
    const deaf = world.machine();
    if (deaf === undefined) throw new Error('no machine');
    deaf.connectGuest = () => {
      throw new Error('nobody there');
    };
    await supervisor.stop();
    expect(world.living()).toEqual([]);
  });

  it('does not wait for a guest that stands still', async () => {
    const { supervisor } = await supervise();
    await supervisor.start();
    const machine = world.machine();
    if (machine) machine.paused = failure('disk-full');
    await supervisor.stop();
    expect(machine?.asked).toBe(false);
    expect(world.living()).toEqual([]);
  });

  it('starts again once stopped, for a start that comes while stopping', async () => {
    const { supervisor, states } = await supervise();
    await supervisor.start();
    const stopping = supervisor.stop();
    const starting = supervisor.start();
    await starting;
    expect(states.slice(-5)).toEqual(['stopping', 'preparing', 'booting', 'waiting', 'running']);
    void stopping.catch(() => undefined);
    expect(world.living()).toHaveLength(1);
    await supervisor.stop();
    await stopping;
  });

  it('answers two stops at the same moment', async () => {
    const { supervisor } = await supervise();
    await supervisor.start();
    await Promise.all([supervisor.stop(), supervisor.stop()]);
    expect(world.living()).toEqual([]);
  });
});

describe('the engine’s health', () => {
  it('falls silent and comes back: waiting, with the problem told, then running', async () => {
    const { supervisor, states, until } = await supervise();
    await supervisor.start();
    states.length = 0;
    world.self.engineAnswers = false;
    await until('waiting');
    expect(supervisor.view().state).toMatchObject({ problem: { code: 'engine-unreachable' } });
    world.self.engineAnswers = true;
    await until('running');
    expect(states).toEqual(['waiting', 'running']);
    expect(world.machines).toHaveLength(1);
  });

  it('does not come back: the VM is started again', async () => {
    const { supervisor, until } = await supervise();
    await supervisor.start();
    world.self.engineAnswers = false;
    await until('backoff');
    world.self.engineAnswers = true;
    await until('running');
    expect(world.machines).toHaveLength(2);
    expect(world.living()).toHaveLength(1);
  });

  it('a frozen VM monitor is a reason to start again, and is told', async () => {
    const { supervisor, until } = await supervise();
    await supervisor.start();
    world.self.engineAnswers = false;
    const machine = world.machine();
    if (machine) machine.monitorAnswers = false;
    await until('backoff');
    expect(supervisor.view().state).toMatchObject({ problem: { code: 'vm-unresponsive' } });
    expect(world.living()).toEqual([]);
    world.self.engineAnswers = true;
    await until('running');
  });

  it('a VM that stands still for want of disk space waits as long as that lasts', async () => {
    const { supervisor, states, until } = await supervise();
    await supervisor.start();
    const machine = world.machine();
    if (machine === undefined) throw new Error('no machine');
    machine.paused = failure('disk-full');
    machine.resumeWhenPossible = async () => undefined;
    world.self.engineAnswers = false;
    await until('waiting');
    expect(supervisor.view().state).toMatchObject({ problem: { code: 'disk-full' } });
    // Longer than a silent engine is waited for.
    await delay(90_000);
    expect(supervisor.view().state).toMatchObject({ kind: 'waiting' });
    machine.paused = null;
    world.self.engineAnswers = true;
    await until('running');
    expect(states).not.toContain('backoff');
    expect(world.machines).toHaveLength(1);
  });
});

describe('adoption', () => {
  async function leaveRecord(machine: FakeMachine): Promise<void> {
    world.self.adoptable = machine;
    await ensureDataDisk(paths, 4);
    await writeFile(paths.vmRecord, JSON.stringify(machine.record));
  }

  it('takes over a VM, its console moved aside or not, as an adoption', async () => {
    await leaveRecord(createFakeMachine(77));
    world.self.guestComesUp = false;
    const { supervisor, states } = await supervise();
    await supervisor.adopt(AbortSignal.timeout(5_000));
    await supervisor.start();
    expect(states.slice(-2)).toEqual(['waiting', 'running']);
    expect(states).not.toContain('booting');
    expect(supervisor.view()).toMatchObject({ boot: { kind: 'adopt' }, machine: { process: { pid: 77 } } });
    await supervisor.stop();
    expect(world.machine()?.asked).toBe(true);
  });

  it('tells why an adopted VM stands still, and waits until it goes on', async () => {
    const machine = createFakeMachine(77);
    machine.paused = failure('disk-full');
    machine.resumeWhenPossible = async () => undefined;
    world.self.engineAnswers = false;
    await leaveRecord(machine);
    const { supervisor, states, until } = await supervise();
    await supervisor.adopt(AbortSignal.timeout(5_000));
    await poll(2, AbortSignal.timeout(2_000), () => {
      const { state } = supervisor.view();
      return state.kind === 'waiting' && state.problem?.code === 'disk-full' ? true : undefined;
    });
    machine.paused = null;
    world.self.engineAnswers = true;
    await until('running');
    expect(states.slice(-2)).toEqual(['waiting', 'running']);
  });

  it('restarts an adopted VM that ends', async () => {
    await leaveRecord(createFakeMachine(77));
    const { supervisor, until } = await supervise();
    await supervisor.adopt(AbortSignal.timeout(5_000));
    await until('running');
    world.machine()?.exit();
    await until('backoff');
    await until('running');
    expect(supervisor.view().machine?.process.pid).not.toBe(77);
  });

  it('can be stopped before the engine has answered', async () => {
    await leaveRecord(createFakeMachine(77));
    world.self.engineAnswers = false;
    const { supervisor } = await supervise();
    await supervisor.adopt(AbortSignal.timeout(5_000));
    await supervisor.stop();
    expect(world.living()).toEqual([]);
    expect(await isThere(paths.vmRecord)).toBe(false);
  });

  it.each(['', '{}', '{"process":{"pid":"7"}}', '[]', 'null'])(
    'begins as stopped for a record of %j',
    async (text) => {
      world.self.adoptable = createFakeMachine(77);
      await writeFile(paths.vmRecord, text);
      const { supervisor } = await supervise();
      await supervisor.adopt(AbortSignal.timeout(5_000));
      expect(supervisor.view()).toMatchObject({ state: { kind: 'stopped' }, machine: null });
      await supervisor.start();
    },
  );

  it('begins as stopped when the VM of the record is gone', async () => {
    await writeFile(paths.vmRecord, JSON.stringify(createFakeMachine(77).record));
    const { supervisor } = await supervise();
    await supervisor.adopt(AbortSignal.timeout(5_000));
    expect(supervisor.view().state.kind).toBe('stopped');
  });
});

describe('release', () => {
  it('leaves a running VM and its record alone, and does nothing more', async () => {
    const { supervisor } = await supervise();
    await supervisor.start();
    await supervisor.release();
    expect(world.machine()).toMatchObject({ living: true, released: true });
    expect(await isThere(paths.vmRecord)).toBe(true);
    world.machine()?.exit();
    await delay(3_000);
    expect(world.machines).toHaveLength(1);
  });

  it('gives up a start whose VM is not there yet, leaving none', async () => {
    world.self.launch = never;
    const { supervisor, until } = await supervise();
    supervisor.start().catch(() => undefined);
    await until('booting');
    await poll(2, AbortSignal.timeout(2_000), () => world.machine());
    await supervisor.release();
    expect(world.living()).toEqual([]);
  });
});

describe('connectEngine', () => {
  it('waits for the guest, and no longer than its caller', async () => {
    world.self.launch = never;
    const { supervisor, until } = await supervise();
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
    const { supervisor } = await supervise();
    const connecting = supervisor.start().then(() => supervisor.connectEngine(new AbortController().signal));
    (await connecting).destroy();
    world.self.prepare = () => Promise.reject(new SlipwayError(failure('image-corrupt')));
    await supervisor.restart().catch(() => undefined);
    await expect(supervisor.connectEngine(new AbortController().signal)).rejects.toMatchObject({
      code: 'image-corrupt',
    });
  });
});
