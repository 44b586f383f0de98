import { type Failure, SlipwayError, toFailure } from '../contract/errors.ts';
import type { AcceleratorVerdict } from '../contract/status.ts';
import { orAborted } from '../util/wait.ts';
import { type Activities, createActivities } from './activities.ts';
import { atMost } from './at-most.ts';
import type { BootRecorder } from './boot-recorder.ts';
import type { Machine } from './driver.ts';
import { createExchange } from './exchange.ts';
import { failed } from './fatal.ts';
import { findLeft } from './find-left.ts';
import { forgetMachine } from './forget-machine.ts';
import { isMemoryKept } from './memory/memory-image.ts';
import { saveDeadlineMs } from './memory/suspend.ts';
import { engineOutcome, runningOutcome, sleepOutcome, stopOutcome } from './outcomes.ts';
import { hostLeaves, notRunning, superseded } from './refusals.ts';
import { type Event, type State, transition } from './state.ts';
import { isAsleep, isRestarting, isRetry, isStarting, mayBeAsleep } from './state-questions.ts';
import type { Supervisor, SupervisorOptions } from './supervisor.ts';
import { untilDecided } from './until-decided.ts';

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
  /** What has woken the VM last; null for a start. */
  let wokenBy: string | null = null;
  let cutOff: Failure | null = null;
  /** Aborts when a save that is under way is given up. */
  let saving = new AbortController();
  let stillWork: ((machine: Machine, signal: AbortSignal) => Promise<void>) | undefined;
  const keepers = new Set<Promise<unknown>>();

  const changed = () => {
    for (const listener of listeners) listener();
  };

  const exchange = createExchange(changed);

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
    untilFree: exchange.untilFree,
    savingSignal: () => saving.signal,
    standStill: async (living, signal) => stillWork?.(living, signal),
    setRefused(value) {
      refused = value;
      changed();
    },
    setCutOff(value) {
      cutOff = value;
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
    if (event.kind === 'start') wokenBy = event.by ?? null;
    if (next.kind === 'preparing' || next.kind === 'stopping') keptAwakeFor = null;
    // Told after the stop that it was of, through the start of a restart.
    if (next.kind === 'stopping' ? !continues : event.kind === 'start' && !continues) cutOff = null;
    // It was asked for this one start: whoever wakes the VM later has not asked for it.
    if (event.kind === 'engine-answered') fromScratch = false;
    options.log('info', `${state.kind} -> ${next.kind} (${event.kind})${reasonOf(event)}`);
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

  /** As `send`, for what whoever asks waits for: nothing comes of it any more once this is released. */
  const begin = (event: Event) => {
    if (released) throw new SlipwayError(hostLeaves);
    send(event);
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
    untilDecided(listeners, () => decide(state), signal);

  const untilRunning = async () => {
    try {
      await until(runningOutcome);
    } catch (error) {
      // What is left of the VM goes first: whoever hears of the failure may end this process.
      if (state.kind === 'failed') await activity;
      throw error;
    }
  };

  /** Resolves when no VM runs and none will; one that runs is put to sleep, or stopped. */
  const untilAtRest = async () => {
    keptAwakeFor = null;
    send({ kind: 'sleep' });
    await until((now) => {
      if (now.kind === 'running' || keptAwakeFor !== null) send({ kind: 'stop' });
      if (now.kind === 'preparing') return exchange.isAwaited() ? true : undefined;
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

  const awaken = async (by: string, signal: AbortSignal): Promise<Machine> => {
    for (;;) {
      if (isAsleep(state)) send({ kind: 'start', by });
      const living = await until((now) => {
        const way = engineOutcome(now);
        if (way === 'there') return machine;
        return way === 'asleep' && !released ? way : undefined;
      }, signal);
      if (living !== 'asleep') return living;
      // Put to sleep once more while this one waited: it is woken once more.
    }
  };

  return {
    view: () => ({
      state,
      machine: machine?.record ?? null,
      boot: recorder?.boot() ?? null,
      verdicts,
      restartedFor: isRetry(state) ? lastFailure : null,
      refused,
      cutOff,
      // Whoever gave a sleep up knows that.
      keptAwake: keptAwakeFor?.code === 'save-failed' ? keptAwakeFor : null,
    }),
    onChange: (listener) => void listeners.add(listener),
    async adopt(signal) {
      const left = await findLeft(options, signal);
      if (left === 'asleep') send({ kind: 'asleep-found' });
      if (left === 'asleep' || left === undefined) return;
      await activities.beginAdoption(left);
      machine = left;
      watchExit(left);
      send({ kind: 'adopted' });
    },
    async start({ fromScratch: scratch } = { fromScratch: false }) {
      if (!isStarting(state) && state.kind !== 'running') fromScratch = scratch;
      begin({ kind: 'start' });
      await untilRunning();
    },
    async stop() {
      if (mayBeAsleep(state)) await wakeFirst();
      send({ kind: 'stop' });
      await until(stopOutcome);
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
      await until((now) => sleepOutcome(now, keptAwakeFor, wokenBy)).finally(() =>
        signal.removeEventListener('abort', giveUp),
      );
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
      return exchange.during(async () => {
        await untilAtRest();
        const result = await work();
        refused = null;
        send({ kind: 'replaced', asleep: await isMemoryKept(options.paths.asleep) });
        return result;
      });
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
      begin({ kind: 'restart' });
      await untilRunning();
    },
    present: () => machine,
    awaken,
    connectEngine: async (signal) =>
      activities.connectEngine(await awaken('a client of the docker socket', signal), signal),
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

function reasonOf(event: Event): string {
  if ('problem' in event) return `: ${event.problem.message}`;
  return event.kind === 'start' && event.by !== undefined ? `: woken by ${event.by}` : '';
}
