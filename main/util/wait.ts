import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ErrorCode, SlipwayError } from '../contract/errors.ts';

/** What a wait that ran out is to say. */
export interface DeadlineFailure {
  readonly code?: ErrorCode;
  readonly message: string;
  readonly hint: string;
}

/** Aborts never: for what is to come to its end, or to be tidied up, whoever has left meanwhile. */
export const never = new AbortController().signal;

/**
 * Runs `work` with a signal that aborts when the caller's does or when `milliseconds` have passed; a deadline that
 * runs out rejects with `failure`, whatever the work itself rejects with.
 */
export async function withDeadline<T>(
  milliseconds: number,
  signal: AbortSignal,
  failure: DeadlineFailure,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const controller = new AbortController();
  const forward = () => controller.abort(signal.reason);
  signal.addEventListener('abort', forward, { once: true });
  const late = () => controller.abort(new SlipwayError({ code: 'deadline-exceeded', ...failure }));
  const timer = setTimeout(late, milliseconds);
  try {
    return await orAborted(controller.signal, work(controller.signal));
  } catch (caught) {
    if (controller.signal.aborted) throw controller.signal.reason;
    throw caught;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', forward);
  }
}

/**
 * Aborts after `milliseconds`, or with `signal` where that comes first; keeps no process running. In the place of
 * AbortSignal.timeout, which Node forgets at the next garbage collection once nothing but AbortSignal.any has it
 * (nodejs/node#57736): the wait then has no end.
 */
export function abortAfter(milliseconds: number, signal?: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const end = (reason: unknown) => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', forward);
    controller.abort(reason);
  };
  const forward = () => end(signal?.reason);
  const late = () => end(new DOMException(`The time of ${milliseconds} ms is over.`, 'TimeoutError'));
  const timer = setTimeout(late, milliseconds).unref();
  if (signal === undefined) return controller.signal;
  if (signal.aborted) forward();
  else {
    // As many as there are deadlines that have not passed, and no sign of a leak.
    setMaxListeners(0, signal);
    signal.addEventListener('abort', forward, { once: true });
  }
  return controller.signal;
}

/** The work's outcome, or the signal's reason when it aborts first. Leaves nothing hanging on the signal. */
export async function orAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
    // The loser of the race may still reject; nobody is left to hear it.
    work.catch(() => undefined);
  }
}

/** Waits for nothing but the signal, and rejects with its reason. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return orAborted(signal, new Promise<never>(() => undefined));
}

/** Waits `milliseconds`; rejects with the signal's reason when it aborts first. */
export async function delay(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  }
}

/** Asks `check` every `everyMs` until it answers something other than undefined, or the signal aborts. */
export async function poll<T>(
  everyMs: number,
  signal: AbortSignal,
  check: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    const value = await check();
    if (value !== undefined) return value;
    await delay(everyMs, signal);
  }
}
