import { delay, orAborted } from './wait.ts';

/** Milliseconds between two pieces for one reader. */
const tellEveryMs = 100;

/** Something that changes, and whoever follows it. */
export interface Told {
  /** It has changed. */
  change(): void;
  /** Says when it is to be looked at: at once, then after changes, those of a tenth of a second together. Until the signal aborts. */
  looks(signal: AbortSignal): AsyncIterable<void>;
}

/** Nobody follows yet. */
export function createTold(): Told {
  let version = 0;
  const waiting = new Set<() => void>();
  return {
    change() {
      version += 1;
      for (const wake of waiting) wake();
      waiting.clear();
    },
    async *looks(signal) {
      for (;;) {
        signal.throwIfAborted();
        const told = version;
        yield;
        await delay(tellEveryMs, signal);
        if (told === version) await orAborted(signal, new Promise<void>((resolve) => waiting.add(resolve)));
      }
    },
  };
}
