import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { type HomePaths, homePaths } from '../../home/paths.ts';
import { prepareHome } from '../../home/prepare-home.ts';
import { isThere } from '../../util/is-there.ts';
import { abortAfter, orAborted, poll } from '../../util/wait.ts';
import type { ConsoleLog } from '../console-log.ts';
import { createSupervisor } from '../create-supervisor.ts';
import { filesystemMagic } from '../data-disk.ts';
import type { Driver } from '../driver.ts';
import { loadKeys } from '../keys.ts';
import type { Fingerprint } from '../memory/fingerprint.ts';
import { loadStageTimes } from '../stage-times.ts';
import type { Supervisor, SupervisorView } from '../supervisor.ts';
import { createFakeMachine, type FakeMachine, fakeFingerprint } from './fake-machine.ts';
import { fastNow } from './fast-waits.ts';

/** What happens around a supervisor, for each test anew. */
interface Circumstances {
  readonly paths: HomePaths;
  readonly machines: FakeMachine[];
  /** What `prepare` and `launch` do beside succeeding. */
  prepare(signal: AbortSignal): Promise<void>;
  launch(signal: AbortSignal): Promise<void>;
  /** What loading memory does beside succeeding. */
  resume(signal: AbortSignal): Promise<void>;
  /** What a VM that is made now is like. */
  fingerprint: Fingerprint;
  furnish(): Promise<void>;
  /** The guest reports that its network is up as soon as somebody listens. */
  guestComesUp: boolean;
  engineAnswers: boolean;
  consoleText: string;
  /** The machine that a record leads to. */
  adoptable: FakeMachine | undefined;
  /** Says something on the console. */
  say(text: string): void;
}

/** A driver whose machines do as they are told, a console, an engine, and supervisors among them. */
export interface FakeWorld extends Circumstances {
  living(): readonly FakeMachine[];
  /** The latest machine; throws when there was none. */
  machine(): FakeMachine;
  /** Whether a file of the home is there. */
  isThere(path: string): Promise<boolean>;
  supervise(): Promise<Supervised>;
}

/** A supervisor, and the states it has been in, one after the other. */
export interface Supervised {
  readonly supervisor: Supervisor;
  readonly states: string[];
  /** The view when a state was first reached after the one that was last waited for; it may have passed since. */
  until(kind: string): Promise<SupervisorView>;
  /** The machine, once the supervisor has it. */
  untilMachine(): Promise<FakeMachine>;
}

/** Never settles. */
export const never = () => new Promise<never>(() => undefined);

/** A world for the tests of a file; what it holds is put away after each. */
export function fakeWorld(): FakeWorld {
  const supervisors: Supervisor[] = [];
  const world = {} as FakeWorld;
  beforeEach(async () => {
    const paths = homePaths(await mkdtemp(join(tmpdir(), 'supervisor-')));
    await prepareHome(paths);
    Object.assign(world, circumstances(paths), {
      living: () => world.machines.filter((machine) => machine.living),
      machine() {
        const machine = world.machines.at(-1);
        if (machine === undefined) throw new Error('no machine');
        return machine;
      },
      isThere,
      async supervise() {
        const supervised = await supervise(world);
        supervisors.push(supervised.supervisor);
        return supervised;
      },
    });
  });
  afterEach(async () => {
    for (const supervisor of supervisors.splice(0)) await supervisor.release();
    await rm(world.paths.home, { recursive: true, force: true });
  });
  return world;
}

function circumstances(paths: HomePaths): Circumstances {
  return {
    paths,
    machines: [],
    prepare: async () => undefined,
    launch: async () => undefined,
    resume: async () => undefined,
    fingerprint: fakeFingerprint,
    furnish: async () => undefined,
    guestComesUp: true,
    engineAnswers: true,
    consoleText: '',
    adoptable: undefined,
    say: () => undefined,
  };
}

function fakeDriver(world: FakeWorld): Driver {
  return {
    sharing: { offer: async (shown) => ({ shown, problems: [] }), lost: async () => [] },
    async prepare(signal) {
      await orAborted(signal, world.prepare(signal));
      return fakeFingerprint.image;
    },
    async launch(_specification, report, signal) {
      report.trying('tcg');
      const machine = createFakeMachine(world.machines.length + 1);
      world.machines.push(machine);
      machine.answer = async (words) => {
        if (words[1] === 'template') queueMicrotask(() => world.say('slipway: done template\n'));
        return '';
      };
      try {
        await report.spawned(machine.record);
        await format(world.paths.dataDisk);
        await orAborted(signal, world.launch(signal));
      } catch (error) {
        await machine.end();
        throw error;
      }
      return machine;
    },
    async fingerprint() {
      return world.fingerprint;
    },
    async resume(_specification, _image, report, signal) {
      const machine = createFakeMachine(world.machines.length + 1);
      machine.halted = true;
      world.machines.push(machine);
      try {
        await report.spawned({ ...machine.record, incoming: true });
        await orAborted(signal, world.resume(signal));
      } catch (error) {
        await machine.end();
        throw error;
      }
      return machine;
    },
    async adopt(_record, claim) {
      if (world.adoptable !== undefined) await claim();
      if (world.adoptable !== undefined) world.machines.push(world.adoptable);
      return world.adoptable;
    },
    endLeft: async () => undefined,
    verdicts: async () => [],
  };
}

/** What the guest does with a new disk, as far as a supervisor can see it. */
async function format(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(filesystemMagic.bytes, 0, undefined, filesystemMagic.position);
  await file.close();
}

function fakeConsole(world: FakeWorld): ConsoleLog {
  return {
    follow(position, listener) {
      world.say = listener;
      if (position === 0 && world.guestComesUp) queueMicrotask(() => listener('slipway: done network\n'));
      return () => {
        world.say = () => undefined;
      };
    },
    tail: async () => world.consoleText,
    size: async () => Buffer.byteLength(world.consoleText),
    rotate: async () => undefined,
  };
}

async function supervise(world: FakeWorld): Promise<Supervised> {
  const { paths } = world;
  const supervisor = createSupervisor({
    paths,
    driver: fakeDriver(world),
    console: fakeConsole(world),
    keys: await loadKeys(paths),
    stageTimes: await loadStageTimes(paths.stageTimes),
    specification: async () => ({
      cpus: 2,
      memoryMiB: 512,
      accelerator: 'auto',
      shares: [],
      diskGiB: 4,
      hostname: 'slipway',
      nodeAddress: '198.18.73.1',
      portsAddress: '127.0.0.1',
      hostAccess: ['none', '10.0.2.3', '-'],
      mirrors: [],
    }),
    network: async () => ({
      proxies: { http: '', https: '', noProxy: [] },
      ...{ certificates: '', marks: 'none none' },
    }),
    beforeBoot: async () => undefined,
    dropConnections: async () => undefined,
    ping: async (signal) => {
      if (!world.engineAnswers || world.living().length === 0) await orAborted(signal, never());
    },
    furnish: async (signal) => orAborted(signal, world.furnish()),
    now: fastNow,
    log: () => undefined,
  });
  const states: string[] = [];
  const views: SupervisorView[] = [];
  supervisor.onChange(() => {
    const view = supervisor.view();
    views.push(view);
    if (states.at(-1) !== view.state.kind) states.push(view.state.kind);
  });
  let from = 0;
  const until = (kind: string) =>
    poll(2, abortAfter(8_000), () => {
      const found = views.findIndex((view, index) => index >= from && view.state.kind === kind);
      if (found >= 0) from = found;
      return views[found];
    }).catch(() => {
      throw new Error(`${kind} was not reached, only ${states.join(', ')}`);
    });
  const untilMachine = () =>
    poll(2, abortAfter(8_000), () => (supervisor.view().machine === null ? undefined : world.machine()));
  return { supervisor, states, until, untilMachine };
}
