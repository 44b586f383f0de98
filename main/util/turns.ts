import { orAborted } from './wait.ts';

/** Runs a work once those before it are over. Rejects with the signal's reason, and then never begins what has not begun. */
export type TakeTurn = <T>(signal: AbortSignal, work: () => Promise<T>) => Promise<T>;

/**
 * Works that go on one at a time, in the order in which they were asked for. One that goes on when its signal aborts still has
 * its turn until it is over, though nobody waits for it.
 */
export function createTurns(): TakeTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (signal, work) => {
    const run = last.then(() => {
      signal.throwIfAborted();
      return work();
    });
    last = run.catch(() => undefined);
    return orAborted(signal, run);
  };
}
