import type { ContainerCreateOptions } from 'dockerode';
import type { RecreateNews, RecreateStep } from '../../contract/engine/recreate.ts';
import { type Failure, SlipwayError, toFailure } from '../../contract/errors.ts';
import { delay, never } from '../../util/wait.ts';
import { plainName } from '../plain-name.ts';
import { goBack } from './go-back.ts';
import type { Inspected } from './inspected.ts';
import { namesOf } from './names.ts';
import type { RecreateEngine } from './recreate-engine.ts';

/** Milliseconds for which a new container is watched: what ends with an error within them has not started. */
const watchMs = 5_000;
const lookEveryMs = 500;

/** Longest time that a health check may take to say that all is well, in milliseconds. */
const longestHealthMs = 600_000;

/** What is to be made anew. */
export interface RecreateOptions {
  readonly old: Inspected;
  /** Without a name. */
  readonly body: ContainerCreateOptions;
  /** Milliseconds since 1970: part of the names. */
  readonly now: number;
  readonly report: (step: RecreateStep) => void;
  /** Waits; rejects when the signal aborts. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Makes a container anew and puts it in the place of the old one, which is kept beside it. The new one is made before the old
 * one is touched, so that what the engine does not take costs nothing. Whatever fails after that, or when the signal aborts:
 * the old one gets its place back. Rejects only when nothing has been changed.
 *
 * The signal is looked at between two changes, never within one: the engine goes on with what it was asked for, whoever
 * hangs up, and a stop that comes to its end later would undo the way back.
 */
export async function recreate(
  engine: RecreateEngine,
  { old, body, now, report, wait = delay }: RecreateOptions,
  signal: AbortSignal,
): Promise<RecreateNews> {
  const names = namesOf(plainName(old.Name), now);
  const wasRunning = old.State.Running;
  signal.throwIfAborted();
  report('create');
  const id = await engine.create({ ...body, name: names.next }, never);
  let isStopping = false;
  try {
    signal.throwIfAborted();
    if (wasRunning) {
      report('stop');
      isStopping = true;
      await engine.stop(old.Id, never);
      isStopping = false;
    }
    signal.throwIfAborted();
    report('swap');
    await engine.rename(old.Id, names.before, never);
    await engine.rename(id, names.own, never);
    if (!wasRunning) return { kind: 'done', id, oldName: names.before, isHealthy: null };
    signal.throwIfAborted();
    report('start');
    await engine.start(id, never);
    report('watch');
    await watch(engine, id, wait, signal);
    return {
      kind: 'done',
      id,
      oldName: names.before,
      isHealthy: await healthOf(engine, id, { report, wait }, signal),
    };
  } catch (error) {
    report('back');
    const lines = await engine.lastLines(id, never);
    const reason: Failure = signal.aborted ? cancelled : toFailure(error);
    try {
      await goBack(engine, { oldId: old.Id, newId: id, own: names.own, now, wasRunning, isStopping }, never);
      const detail = [reason.detail, lines].filter(Boolean).join('\n');
      return { kind: 'back', isBack: true, failure: { ...reason, ...(detail === '' ? {} : { detail }) } };
    } catch (left) {
      const { message, hint } = toFailure(left);
      return {
        kind: 'back',
        isBack: false,
        failure: { ...reason, hint, detail: `${message}\n${lines}`.trim() },
      };
    }
  }
}

const cancelled: Failure = {
  code: 'aborted',
  message: 'It was cancelled.',
  hint: 'The container is as it was before.',
};

/** Rejects when it ends with an error, or is started again and again, while it is watched. */
async function watch(
  engine: RecreateEngine,
  id: string,
  wait: NonNullable<RecreateOptions['wait']>,
  signal: AbortSignal,
): Promise<void> {
  for (let waited = 0; waited < watchMs; waited += lookEveryMs) {
    const { State, RestartCount } = await engine.inspect(id, signal);
    const isOver = State.Status === 'exited' || State.Status === 'dead';
    if (State.Restarting || RestartCount > 0 || (isOver && State.ExitCode !== 0)) {
      throw new SlipwayError({
        code: 'engine-request-failed',
        message: `The new container ended with exit code ${State.ExitCode}${State.OOMKilled ? ', killed for want of memory' : ''}.`,
        hint: 'What it said last is in the details. Change what it needs, and try again.',
      });
    }
    if (isOver) return;
    await wait(lookEveryMs, signal);
  }
}

/** Whether its health check says that all is well, within the time that it gives itself; null without one. */
async function healthOf(
  engine: RecreateEngine,
  id: string,
  {
    report,
    wait,
  }: { readonly report: RecreateOptions['report']; readonly wait: NonNullable<RecreateOptions['wait']> },
  signal: AbortSignal,
): Promise<boolean | null> {
  let isTold = false;
  for (let waited = 0; ; waited += lookEveryMs) {
    const container = await engine.inspect(id, signal);
    const health = container.State.Health?.Status;
    if (health === undefined || health === 'none' || !container.State.Running) return null;
    if (health === 'healthy') return true;
    if (health === 'unhealthy' || waited >= healthDeadline(container)) return false;
    if (!isTold) report('health');
    isTold = true;
    await wait(lookEveryMs, signal);
  }
}

/** The time after which a check has failed as often as it may, in milliseconds. */
export function healthDeadline({ Config }: Inspected): number {
  const check = Config.Healthcheck as
    | { Interval?: number; Timeout?: number; Retries?: number; StartPeriod?: number }
    | undefined;
  // The engine's own numbers where the check has none. In nanoseconds.
  const interval = check?.Interval || 30e9;
  const timeout = check?.Timeout || 30e9;
  const all = (check?.StartPeriod ?? 0) + (interval + timeout) * (check?.Retries || 3);
  return Math.min(all / 1e6 + 5_000, longestHealthMs);
}
