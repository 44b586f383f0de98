import { type Failure, SlipwayError, toFailure } from '../contract/errors.ts';
import { delay, withDeadline } from '../util/wait.ts';
import { notUpInTime } from './boot-deadlines.ts';
import type { Machine } from './driver.ts';

/** One ping; while the engine starts, it waits in the guest's queue, so few are needed. In milliseconds. */
const pingDeadlineMs = 15_000;

/** How long QEMU's monitor may be silent before the VM is taken to be frozen for good, in milliseconds. */
const frozenDeadlineMs = 15_000;

/** One ping of a VM whose monitor is silent: it is there to see whether it has come back. In milliseconds. */
const silentPingMs = 3_000;

/** How often a VM that stands still is looked at, in milliseconds. */
const pausedLookMs = 1_000;

/** How an engine is waited for. */
export interface AnswerOptions {
  readonly ping: (signal: AbortSignal) => Promise<void>;
  readonly machine: () => Machine | undefined;
  /** How long in all, in milliseconds. */
  readonly patienceMs: number;
  /** Between two tries, in milliseconds. */
  readonly pauseMs: number;
  /** Since when QEMU's monitor is known to be silent, in milliseconds since 1970; null when it is not. */
  readonly silentSince: number | null;
  /** The VM stands still for a reason of the host's. */
  readonly onPaused: (problem: Failure) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Asks until the engine answers. A VM that stands still for want of disk space may take as long as it needs. Rejects when
 * patience ends, or when QEMU itself stays silent.
 */
export async function awaitAnswer(options: AnswerOptions, signal: AbortSignal): Promise<void> {
  const { machine, now } = options;
  let since = now();
  let { silentSince } = options;
  for (;;) {
    const living = machine();
    const paused = living?.pausedFor() ?? null;
    if (living !== undefined && paused !== null) {
      options.onPaused(paused);
      since = now();
      await living.resumeWhenPossible(signal);
      await delay(pausedLookMs, signal);
      continue;
    }
    try {
      const deadlineMs = silentSince === null ? pingDeadlineMs : silentPingMs;
      return await withDeadline(deadlineMs, signal, notUpInTime('The Docker Engine'), options.ping);
    } catch (error) {
      signal.throwIfAborted();
      silentSince = await monitorSilentSince(living, silentSince, now, signal);
      if (now() - since > options.patienceMs) {
        const detail = toFailure(error).message;
        throw new SlipwayError({ ...notUpInTime('The Docker Engine'), detail }, { cause: error });
      }
      await delay(options.pauseMs, signal);
    }
  }
}

/**
 * Since when QEMU has not answered; null when it does. An overloaded host can hold it up for seconds, and ending a VM
 * loses what its containers were doing: only one that stays silent is given up, with its problem thrown.
 */
async function monitorSilentSince(
  machine: Machine | undefined,
  since: number | null,
  now: () => number,
  signal: AbortSignal,
): Promise<number | null> {
  const asked = now();
  try {
    await machine?.checkMonitor(signal);
    return null;
  } catch (error) {
    signal.throwIfAborted();
    if (since !== null && now() - since > frozenDeadlineMs) throw error;
    return since ?? asked;
  }
}
