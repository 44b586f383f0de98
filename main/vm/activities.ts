import type { Duplex } from 'node:stream';
import { assertNever } from '../contract/assert-never.ts';
import { type Failure, toFailure } from '../contract/errors.ts';
import type { AcceleratorVerdict } from '../contract/status.ts';
import { delay, orAborted } from '../util/wait.ts';
import { awaitAnswer } from './await-answer.ts';
import { patience } from './boot-deadlines.ts';
import type { BootRecorder } from './boot-recorder.ts';
import { rememberDataDisk } from './data-disk.ts';
import type { Machine, MachineExit } from './driver.ts';
import { failed } from './fatal.ts';
import { forgetMachine } from './forget-machine.ts';
import { createEngineTunnel } from './guest/engine-tunnel.ts';
import { keepGuestClock } from './guest-clock.ts';
import { guestProblem } from './guest-problem.ts';
import { createReportReader, type GuestReport, lastFailureIn } from './guest-reports.ts';
import { type Health, watchHealth } from './health.ts';
import type { SealedImage } from './memory/memory-image.ts';
import { suspend } from './memory/suspend.ts';
import { cutOff, powerOff } from './power-off.ts';
import { createStarting } from './starting.ts';
import type { Event, State } from './state.ts';
import type { SupervisorOptions } from './supervisor.ts';

/** Running this long makes the next failure a first one again. In milliseconds. */
const settleAfterMs = 120_000;

/** How much of the console is looked at for the reason of an end; a panic's stack is shorter. */
const lastWordsBytes = 16_384;

/** The supervisor's memory, as its activities see it. */
export interface Memory {
  send(event: Event): void;
  machine(): Machine | undefined;
  setMachine(machine: Machine | undefined): void;
  recorder(): BootRecorder | undefined;
  setRecorder(recorder: BootRecorder): void;
  /** This start is to boot from the kernel on, whatever was saved. */
  fromScratch(): boolean;
  /** Resolves when the files of the home are not being exchanged. */
  untilFree(signal: AbortSignal): Promise<void>;
  /** Aborts when the save that is under way is to be given up. */
  savingSignal(): AbortSignal;
  /** Does what a VM is to stand still for, and lets it go on. Never rejects. */
  standStill(machine: Machine, signal: AbortSignal): Promise<void>;
  /** Why the VM that was put to sleep did not go on where it was. */
  setRefused(problem: Failure | null): void;
  /** The VM was ended without a shutdown. */
  setCutOff(problem: Failure): void;
  setVerdicts(verdicts: readonly AcceleratorVerdict[]): void;
  changed(): void;
}

/** What is done in each state. */
export interface Activities {
  /** Does the work of a state, and sends what came of it. Never rejects; ends soon after the signal aborts. */
  run(state: State, signal: AbortSignal): Promise<void>;
  /** A VM was found running: its start is recorded as an adoption. */
  beginAdoption(machine: Machine): Promise<void>;
  /** Why a VM ended by itself: the guest's own last words, where they tell. */
  explain(exit: MachineExit): Promise<Failure>;
  connectEngine(machine: Machine, signal: AbortSignal): Promise<Duplex>;
  dispose(): void;
}

/** The work behind the states. */
export function createActivities(options: SupervisorOptions, memory: Memory): Activities {
  const { paths, driver, console, keys, now, log } = options;
  const tunnel = createEngineTunnel(keys);
  let stopFollowing: () => void = () => undefined;
  /** The guest can be asked to shut down. */
  let guestIsUp = false;

  const followConsole = (position: number) => {
    stopFollowing();
    stopFollowing = console.follow(position, createReportReader(hear));
  };

  const hear = (report: GuestReport) => {
    // Once the engine runs, its own answers count: the console can be written by whoever is root in the guest.
    if (memory.recorder()?.boot().durationMs !== null) return;
    switch (report.kind) {
      case 'done':
        // That the guest waits to be saved: the saving is yet to come.
        if (report.stage !== 'template') memory.recorder()?.done(report.stage);
        if (report.stage === 'disk') void rememberDisk();
        if (report.stage === 'network') guestIsUp = true;
        starting.hear(report.stage);
        memory.changed();
        return;
      case 'failed':
      case 'panic':
        memory.send(failed(guestProblem(report, paths)));
        return;
      default:
        assertNever(report);
    }
  };

  const starting = createStarting(options, memory, () => followConsole(0));

  const rememberDisk = () =>
    rememberDataDisk(paths).catch((error: Error) => log('warn', `data disk's record: ${error.message}`));

  const awaitEngine = async (problem: Failure | null, signal: AbortSignal) => {
    await awaitAnswer(
      {
        ping: options.ping,
        machine: memory.machine,
        patienceMs: patience(
          starting.accelerator(),
          problem,
          now() - (memory.machine()?.record.spawnedAt ?? now()),
        ),
        pauseMs: problem === null ? 100 : 1_000,
        silentSince: problem?.code === 'vm-unresponsive' ? now() : null,
        onPaused: (paused) => memory.send({ kind: 'engine-lost', problem: paused }),
        now,
      },
      signal,
    );
    if (problem === null) await orAborted(signal, starting.awake());
    guestIsUp = true;
    await rememberDisk();
    const recorder = memory.recorder();
    recorder?.done('ping');
    const fresh = recorder?.boot().kind === 'cold' || recorder?.boot().kind === 'template';
    if (recorder !== undefined && fresh && problem === null) {
      try {
        await options.furnish(signal, () => {
          recorder.begin('images');
          memory.changed();
        });
      } catch (error) {
        signal.throwIfAborted();
        log('warn', `furnishing the engine: ${toFailure(error).message}`);
      }
    }
    recorder?.finish();
    memory.send({ kind: 'engine-answered' });
    const accelerator = starting.accelerator();
    if (problem === null && recorder !== undefined && accelerator !== 'any') {
      await options.stageTimes.remember(recorder.boot(), accelerator);
    }
  };

  const watch = async (attempt: number, signal: AbortSignal) => {
    const since = now();
    const clock = keepGuestClock(now, () => performance.now());
    await watchHealth({
      signal,
      ping: options.ping,
      machine: memory.machine,
      onHealth(health: Health) {
        if (health.kind === 'lost') memory.send({ kind: 'engine-lost', problem: health.problem });
        else if (attempt > 1 && now() - since > settleAfterMs) memory.send({ kind: 'settled' });
        const machine = memory.machine();
        if (machine !== undefined)
          clock
            .look(machine, signal)
            .catch((error: unknown) => log('warn', `the guest's clock: ${toFailure(error).message}`));
      },
      rotateConsole: () =>
        console.rotate(true).catch((error: Error) => log('warn', `console's file: ${error.message}`)),
    });
  };

  const endMachine = async () => {
    starting.letGo();
    stopFollowing();
    tunnel.close();
    const machine = memory.machine();
    if (machine === undefined) return;
    memory.setMachine(undefined);
    await machine.end();
  };

  const shutDown = async (signal: AbortSignal) => {
    starting.letGo();
    stopFollowing();
    const machine = memory.machine();
    const paused = machine?.pausedFor() ?? null;
    if (machine !== undefined && guestIsUp && paused !== null) memory.setCutOff(cutOff(paused));
    if (machine !== undefined && guestIsUp && paused === null) {
      memory.setMachine(undefined);
      try {
        await powerOff(machine, keys, signal);
      } catch (error) {
        log('warn', `shutdown: ${toFailure(error).message}`);
        memory.setCutOff(cutOff(toFailure(error)));
      }
      await machine.end();
    }
    await endMachine();
    await forgetMachine(paths);
    memory.send({ kind: 'gone' });
  };

  const fallAsleep = async () => {
    const machine = memory.machine();
    if (machine === undefined) return;
    await options.dropConnections();
    tunnel.close();
    await starting.settled();
    let sealed: SealedImage;
    try {
      sealed = await suspend(machine, paths, { now, log }, memory.savingSignal());
    } catch (error) {
      log('warn', `sleep: ${toFailure(error).message}`);
      return memory.send({ kind: 'kept-awake', problem: toFailure(error) });
    }
    await endMachine();
    await sealed.commit();
    await forgetMachine(paths);
    memory.setRefused(null);
    memory.send({ kind: 'asleep' });
  };

  const standStill = async (signal: AbortSignal) => {
    const machine = memory.machine();
    if (machine === undefined) return;
    await starting.settled();
    await memory.standStill(machine, signal);
    memory.send({ kind: 'went-on' });
  };

  const work = async (state: State, signal: AbortSignal): Promise<void> => {
    switch (state.kind) {
      case 'preparing':
        return starting.prepare(state.attempt, signal);
      case 'booting':
        guestIsUp = false;
        await starting.boot(signal);
        guestIsUp = true;
        return memory.send({ kind: 'guest-up' });
      case 'waiting':
        return awaitEngine(state.problem, signal);
      case 'running':
        return watch(state.attempt, signal);
      case 'stopping':
        // Not to be cut short by a change of what comes after: a guest that was told to shut down does so.
        return shutDown(new AbortController().signal);
      case 'suspending':
        return state.next === 'waiting' ? standStill(signal) : fallAsleep();
      case 'sleeping':
        return;
      case 'backoff':
        await endMachine();
        await delay(Math.max(0, state.until - now()), signal);
        return memory.send({ kind: 'backoff-over' });
      case 'failed':
        await endMachine();
        return forgetMachine(paths);
      case 'stopped':
        return;
      default:
        return assertNever(state);
    }
  };

  return {
    async run(state, signal) {
      try {
        signal.throwIfAborted();
        await work(state, signal);
      } catch (error) {
        if (signal.aborted) return;
        memory.send(failed(toFailure(error)));
      }
    },
    async beginAdoption(machine) {
      guestIsUp = true;
      starting.beginAdoption(machine);
      // What was said before is not of this start, and may have been moved aside since.
      followConsole(await console.size());
      memory.setVerdicts(await driver.verdicts().catch(() => []));
    },
    async explain(exit) {
      const booting = memory.recorder()?.boot().durationMs === null;
      const report = lastFailureIn(await console.tail(lastWordsBytes).catch(() => ''));
      // Once it ran, "failed" may be the words of whoever is root in the guest; a panic explains the end all the same.
      return report !== undefined && (booting || report.kind === 'panic')
        ? guestProblem(report, paths)
        : exit.problem;
    },
    connectEngine: async (machine, signal) =>
      machine.record.engineVia === 'unix'
        ? machine.connectEngine(signal)
        : tunnel.connect(() => machine.connectGuest()),
    dispose() {
      stopFollowing();
      tunnel.close();
    },
  };
}
