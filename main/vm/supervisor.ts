import type { Duplex } from 'node:stream';
import { type Failure, SlipwayError, toFailure } from '../contract/errors.ts';
import type { AcceleratorVerdict, Boot } from '../contract/status.ts';
import type { HomePaths } from '../home/paths.ts';
import { readJsonFile, writeFileAtomically } from '../util/atomic-file.ts';
import { orAborted } from '../util/wait.ts';
import { type Activities, createActivities } from './activities.ts';
import type { BootRecorder } from './boot-recorder.ts';
import type { ConsoleLog } from './console-log.ts';
import type { Driver, Machine, MachineRecord, MachineSpecification } from './driver.ts';
import { failed } from './fatal.ts';
import { forgetMachine } from './forget-machine.ts';
import type { HomeKeys } from './keys.ts';
import { claimDisk } from './launch.ts';
import { parseMachineRecord } from './machine-record.ts';
import { discard, finishSealed, isMemoryKept } from './memory/memory-image.ts';
import { saveDeadlineMs } from './memory/suspend.ts';
import type { StageTimes } from './stage-times.ts';
import { type Event, type State, transition } from './state.ts';

/** The parts a supervisor works with; everything that touches the world comes from outside. */
export interface SupervisorOptions {
  readonly paths: HomePaths;
  readonly driver: Driver;
  readonly console: ConsoleLog;
  readonly keys: HomeKeys;
  readonly stageTimes: StageTimes;
  /** Read at each start. */
  readonly specification: () => Promise<MachineSpecification & { readonly diskGiB: number }>;
  /** Called before a start with the content hash of the guest's image, when nothing of the VM is there yet. */
  readonly beforeBoot: (image: string, signal: AbortSignal) => Promise<void>;
  /** Ends every stream to the engine, and lets none through until the VM is awake again. */
  readonly dropConnections: () => Promise<void>;
  /** Asks the engine over the forwarded socket; rejects when it does not answer. */
  readonly ping: (signal: AbortSignal) => Promise<void>;
  /** What a freshly booted engine is given before it is said to run; a failure here is logged and no more. */
  readonly furnish: (signal: AbortSignal, begin: () => void) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: (level: 'info' | 'warn', message: string) => void;
}

/** What a supervisor knows. */
export interface SupervisorView {
  readonly state: State;
  readonly machine: MachineRecord | null;
  readonly boot: Boot | null;
  readonly verdicts: readonly AcceleratorVerdict[];
  /** Why the VM is being started again; null unless it is. */
  readonly restartedFor: Failure | null;
  /** Why the VM was booted although it had been put to sleep; null unless it was. */
  readonly refused: Failure | null;
}

/** Brings the VM up, keeps it up, and brings it down. */
export interface Supervisor {
  view(): SupervisorView;
  /** Hears every change of the view. */
  onChange(listener: () => void): void;
  /** Takes over a VM that an earlier host left, running or asleep, if there is one. To be called once, first. */
  adopt(signal: AbortSignal): Promise<void>;
  /**
   * Resolves when running; rejects with the problem when it has failed, or when it is stopped meanwhile. `fromScratch`:
   * boots from the kernel on, whatever was saved, unless it runs or is starting already.
   */
  start(options?: { readonly fromScratch: boolean }): Promise<void>;
  /**
   * Resolves when no process of the VM is left; rejects with the problem when that is not to be had, and when it is started
   * again meanwhile.
   */
  stop(): Promise<void>;
  /**
   * Saves the VM's memory and ends its process; resolves when it sleeps. A start that is under way comes to its end first.
   * Rejects when there is nothing to put to sleep, when it is started again meanwhile, or with the reason why it cannot:
   * the VM then goes on, as it does when the signal aborts before all is saved.
   */
  sleep(signal?: AbortSignal): Promise<void>;
  /**
   * Lets a running VM stand still and hands it to `work`, which lets it go on again before it settles. The signal aborts when
   * the VM is lost. Rejects with `not-running` when it does not run, or with whatever the work rejects with.
   */
  whileHalted<T>(work: (machine: Machine, signal: AbortSignal) => Promise<T>): Promise<T>;
  /**
   * Runs work on the files of the home while no VM runs: one that runs is put to sleep first, or stopped if it cannot sleep; a
   * start that comes meanwhile waits. Afterwards the state is what the files say. Rejects with `busy` when there is such
   * work already.
   */
  atRest<T>(work: () => Promise<T>): Promise<T>;
  /** The VM, while it runs; throws `not-running` otherwise. */
  machine(): Machine;
  /** Does something that a VM must not be put to sleep over: a sleep that is asked for meanwhile waits for it. */
  keepAwake<T>(work: () => Promise<T>): Promise<T>;
  /** Stops, and resolves when running again. */
  restart(): Promise<void>;
  /** A stream to the engine, as soon as the guest can take one; rejects when that is not to come. */
  connectEngine(signal: AbortSignal): Promise<Duplex>;
  /**
   * Lets go of a running VM: the next host adopts it. What is being done ends first; a start whose VM is not there yet
   * is given up. Nothing happens any more afterwards.
   */
  release(): Promise<void>;
}

/** Puts a supervisor around a driver. The state begins as `stopped`. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const listeners = new Set<() => void>();
  let state: State = { kind: 'stopped' };
  let machine: Machine | undefined;
  let recorder: BootRecorder | undefined;
  let verdicts: readonly AcceleratorVerdict[] = [];
  let controller = new AbortController();
  let activity: Promise<void> = Promise.resolve();
  let released = false;
  let lastFailure: Failure | null = null;
  let fromScratch = false;
  let refused: Failure | null = null;
  let keptAwakeFor: Failure | null = null;
  /** Settles when the files of the home are free again; undefined while they are. */
  let exchange: Promise<void> | undefined;
  /** A start waits for the exchange. */
  let held = false;
  /** Aborts when a save that is under way is given up. */
  let saving = new AbortController();
  let stillWork: ((machine: Machine, signal: AbortSignal) => Promise<void>) | undefined;
  const keepers = new Set<Promise<unknown>>();

  const changed = () => {
    for (const listener of listeners) listener();
  };

  const activities: Activities = createActivities(options, {
    send: (event) => send(event),
    machine: () => machine,
    setMachine(value) {
      machine = value;
      if (value !== undefined) watchExit(value);
      changed();
    },
    recorder: () => recorder,
    setRecorder(value) {
      recorder = value;
      changed();
    },
    fromScratch: () => fromScratch,
    async untilFree(signal) {
      try {
        while (exchange !== undefined) {
          held = true;
          changed();
          await orAborted(signal, exchange);
        }
      } finally {
        held = false;
      }
    },
    savingSignal: () => saving.signal,
    standStill: async (living, signal) => stillWork?.(living, signal),
    setRefused(value) {
      refused = value;
      changed();
    },
    setVerdicts(value) {
      verdicts = value;
      changed();
    },
    changed,
  });

  /** The one way in which the state changes. Each state has one activity; it ends before the next begins. */
  const send = (event: Event) => {
    if (released) return;
    const next = transition(state, event, options.now());
    if (next === state) return;
    const continues = next.kind === state.kind;
    if (event.kind === 'failure') lastFailure = event.problem;
    if (event.kind === 'kept-awake') keptAwakeFor = event.problem;
    // It was asked for this one start: whoever wakes the VM later has not asked for it.
    if (event.kind === 'engine-answered') fromScratch = false;
    options.log('info', `${state.kind} -> ${next.kind} (${event.kind})${problemText(event)}`);
    state = next;
    if (!continues) {
      if (next.kind === 'suspending') saving = new AbortController();
      controller.abort(new SlipwayError(superseded));
      controller = new AbortController();
      const { signal } = controller;
      const run = () => activities.run(next, signal);
      activity = atMost(activity, overstayMs).then(run, run);
    }
    changed();
  };

  const watchExit = (living: Machine) => {
    void living.exited.then(async (exit) => {
      const problem = await activities.explain(exit);
      if (machine !== living || released) return;
      machine = undefined;
      send(failed(problem));
      changed();
    });
  };

  const until = <T>(decide: (now: State) => T | undefined, signal?: AbortSignal): Promise<T> =>
    new Promise((resolve, reject) => {
      const forget = () => {
        listeners.delete(look);
        signal?.removeEventListener('abort', look);
      };
      const look = () => {
        try {
          signal?.throwIfAborted();
          const value = decide(state);
          if (value === undefined) return;
          forget();
          resolve(value);
        } catch (error) {
          forget();
          reject(error);
        }
      };
      listeners.add(look);
      signal?.addEventListener('abort', look);
      look();
    });

  const untilRunning = async () => {
    try {
      await untilRunningOrNot();
    } catch (error) {
      // What is left of the VM goes first: whoever hears of the failure may end this process.
      if (state.kind === 'failed') await activity;
      throw error;
    }
  };

  const untilRunningOrNot = () =>
    until((now) => {
      if (now.kind === 'running') return true;
      if (now.kind === 'failed') throw new SlipwayError(now.problem);
      if (now.kind === 'stopped' || (now.kind === 'stopping' && now.next === 'stopped'))
        throw new SlipwayError(stoppedMeanwhile);
      if (now.kind === 'sleeping') throw new SlipwayError(asleepMeanwhile);
      return undefined;
    });

  /** Resolves when no VM runs and none will; one that runs is put to sleep, or stopped. */
  const untilAtRest = async () => {
    keptAwakeFor = null;
    send({ kind: 'sleep' });
    await until((now) => {
      if (now.kind === 'running' || keptAwakeFor !== null) send({ kind: 'stop' });
      if (now.kind === 'preparing') return held ? true : undefined;
      return now.kind === 'stopped' || now.kind === 'sleeping' || now.kind === 'failed' ? true : undefined;
    });
    if (state.kind !== 'preparing') await activity;
    // Throws when a VM was left that cannot be ended.
    await forgetMachine(options.paths);
  };

  /** Whoever sleeps, or is being woken, is asked to shut down like whoever is awake: containers get their signal. */
  const wakeFirst = async () => {
    if (!isAsleep(state) && !(await isMemoryKept(options.paths.asleep))) return;
    send({ kind: 'start' });
    await untilRunning().catch((error: unknown) =>
      options.log('warn', `waking to stop: ${toFailure(error).message}`),
    );
  };

  /** Also a VM that stood still goes on then: what was saved of it does not count any more. */
  const takeOver = async (record: MachineRecord, signal: AbortSignal) => {
    const { paths, driver } = options;
    const claim = () => claimDisk({ paths });
    const adopted = await driver.adopt(record, claim, signal);
    if (adopted === undefined) return undefined;
    await discard(paths.asleep);
    // A full disk is no reason to leave alone what runs.
    if (record.incoming)
      await writeFileAtomically(paths.vmRecord, JSON.stringify(adopted.record)).catch((error: Error) =>
        options.log('warn', `the VM's record: ${error.message}`),
      );
    return adopted;
  };

  return {
    view: () => ({
      state,
      machine: machine?.record ?? null,
      boot: recorder?.boot() ?? null,
      verdicts,
      restartedFor: isRetry(state) ? lastFailure : null,
      refused,
    }),
    onChange: (listener) => void listeners.add(listener),
    async adopt(signal) {
      const record = parseMachineRecord(await readJsonFile(options.paths.vmRecord));
      const adopted = record === undefined ? undefined : await takeOver(record, signal);
      if (record === undefined || adopted === undefined) {
        const finished = finishSealed(options.paths.asleep, options.paths.dataDisk).catch((error: Error) =>
          options.log('warn', `what was saved and does not count yet: ${error.message}`),
        );
        if (await finished)
          options.log('info', 'an earlier host had saved all of the memory, and ended before it counted');
        if (await isMemoryKept(options.paths.asleep)) send({ kind: 'asleep-found' });
        return;
      }
      options.log('info', `adopting the VM of process ${record.process.pid}`);
      await activities.beginAdoption(adopted);
      machine = adopted;
      watchExit(adopted);
      send({ kind: 'adopted' });
    },
    async start({ fromScratch: scratch } = { fromScratch: false }) {
      if (!isStarting(state) && state.kind !== 'running') fromScratch = scratch;
      send({ kind: 'start' });
      await untilRunning();
    },
    async stop() {
      if (mayBeAsleep(state)) await wakeFirst();
      send({ kind: 'stop' });
      await until((now) => {
        if (now.kind === 'failed') throw new SlipwayError(now.problem);
        if (now.kind === 'stopped') return true;
        if (now.kind === 'stopping' && now.next === 'stopped') return undefined;
        throw new SlipwayError(startedMeanwhile);
      });
      await activity;
    },
    async sleep(signal = new AbortController().signal) {
      signal.throwIfAborted();
      if (isStarting(state) || isRestarting(state)) await orAborted(signal, untilRunning());
      if (keepers.size > 0) await orAborted(signal, Promise.allSettled(keepers));
      keptAwakeFor = null;
      send({ kind: 'sleep' });
      const giveUp = () => saving.abort(signal.reason);
      signal.addEventListener('abort', giveUp, { once: true });
      await until((now) => {
        if (now.kind === 'sleeping') return true;
        if (now.kind === 'suspending' && now.next === 'sleeping') return undefined;
        // It may have ended while its memory was saved.
        if (now.kind === 'backoff' || now.kind === 'failed') throw new SlipwayError(now.problem);
        throw new SlipwayError(keptAwakeFor ?? (isComingUp(now) ? wokenMeanwhile : nothingToSleep));
      }).finally(() => signal.removeEventListener('abort', giveUp));
    },
    async whileHalted(work) {
      if (keepers.size > 0) await Promise.allSettled(keepers);
      let begun: ReturnType<typeof work> | undefined;
      stillWork = (living, signal) => {
        begun = work(living, signal);
        return begun.then(
          () => undefined,
          () => undefined,
        );
      };
      send({ kind: 'halt' });
      if (state.kind !== 'suspending' || state.next !== 'waiting') throw new SlipwayError(notRunning);
      await until((now) => (begun !== undefined || now.kind !== 'suspending' ? true : undefined));
      if (begun === undefined) throw new SlipwayError(superseded);
      return begun;
    },
    async atRest(work) {
      if (isStarting(state)) await untilRunning().catch(() => undefined);
      if (keepers.size > 0) await Promise.allSettled(keepers);
      if (exchange !== undefined) throw new SlipwayError(exchanging);
      let over: () => void = () => undefined;
      exchange = new Promise((resolve) => {
        over = resolve;
      });
      try {
        await untilAtRest();
        const result = await work();
        refused = null;
        send({ kind: 'replaced', asleep: await isMemoryKept(options.paths.asleep) });
        return result;
      } finally {
        exchange = undefined;
        over();
      }
    },
    machine() {
      if (state.kind !== 'running' || machine === undefined) throw new SlipwayError(notRunning);
      return machine;
    },
    async keepAwake(work) {
      const done = work();
      keepers.add(done);
      try {
        return await done;
      } finally {
        keepers.delete(done);
      }
    },
    async restart() {
      if (mayBeAsleep(state)) await wakeFirst();
      send({ kind: 'restart' });
      await untilRunning();
    },
    async connectEngine(signal) {
      for (;;) {
        if (isAsleep(state)) send({ kind: 'start' });
        const living = await until((now) => {
          if (now.kind === 'running' || now.kind === 'waiting') return machine;
          if (now.kind === 'failed') throw new SlipwayError(now.problem);
          if (now.kind === 'stopped' || now.kind === 'stopping') throw new SlipwayError(stoppedMeanwhile);
          return now.kind === 'sleeping' && !released ? 'asleep' : undefined;
        }, signal);
        if (living !== 'asleep') return activities.connectEngine(living, signal);
        // Put to sleep once more while this one waited: it is woken once more.
      }
    },
    async release() {
      released = true;
      controller.abort(new SlipwayError(superseded));
      // A VM that is on its way out, or not yet there, is not left half done.
      await atMost(activity, state.kind === 'suspending' ? saveDeadlineMs : releaseDeadlineMs);
      machine?.release();
      activities.dispose();
    },
  };
}

/** How long leaving waits for what is being done; a VM that does not obey is killed within it. In milliseconds. */
const releaseDeadlineMs = 15_000;

/** An activity that was told to end and does not must not hold up what comes next, above all a stop. */
const overstayMs = 90_000;

async function atMost(work: Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}

const superseded: Failure = {
  code: 'aborted',
  message: 'The VM’s state has changed meanwhile.',
  hint: 'Nothing is to be done.',
};

const stoppedMeanwhile: Failure = {
  code: 'not-running',
  message: 'The engine was stopped.',
  hint: 'Start it with `slipway start`.',
};

const startedMeanwhile: Failure = {
  code: 'aborted',
  message: 'The engine was started again meanwhile.',
  hint: 'Stop it with `slipway stop`.',
};

const wokenMeanwhile: Failure = {
  code: 'not-running',
  message: 'The engine was woken again before it slept.',
  hint: 'Put it to sleep with `slipway sleep`.',
};

function problemText(event: Event): string {
  return 'problem' in event ? `: ${event.problem.message}` : '';
}

function isStarting(state: State): boolean {
  return (
    state.kind === 'preparing' ||
    state.kind === 'booting' ||
    state.kind === 'waiting' ||
    state.kind === 'backoff' ||
    (state.kind === 'suspending' && state.next === 'waiting')
  );
}

/** It runs, or will. */
function isComingUp(state: State): boolean {
  return (
    isStarting(state) ||
    state.kind === 'running' ||
    (state.kind === 'suspending' && state.next === 'preparing')
  );
}

function isAsleep(state: State): boolean {
  return state.kind === 'sleeping' || state.kind === 'suspending';
}

function isRestarting(state: State): boolean {
  return state.kind === 'stopping' && state.next === 'preparing';
}

/** Sleeps, or begins to do something that may be waking. */
function mayBeAsleep(state: State): boolean {
  return isAsleep(state) || state.kind === 'preparing' || state.kind === 'booting';
}

const asleepMeanwhile: Failure = {
  code: 'not-running',
  message: 'The engine was put to sleep meanwhile.',
  hint: 'Wake it with `slipway start`.',
};

const exchanging: Failure = {
  code: 'busy',
  message: 'A snapshot is being made or restored.',
  hint: 'Wait until that is done.',
};

const notRunning: Failure = {
  code: 'not-running',
  message: 'The engine does not run.',
  hint: 'Start it with `slipway start`.',
};

const nothingToSleep: Failure = {
  code: 'not-running',
  message: 'The engine does not run: there is nothing to put to sleep.',
  hint: 'Start it with `slipway start`.',
};

function isRetry(state: State): boolean {
  return (
    (state.kind === 'preparing' || state.kind === 'booting' || state.kind === 'waiting') && state.attempt > 1
  );
}
