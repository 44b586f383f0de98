import { SlipwayError } from '../contract/errors.ts';
import { orAborted } from '../util/wait.ts';
import { exchanging } from './refusals.ts';

/** The exchange of a home's files, as by a snapshot that is restored: one at a time, and a start waits for it. */
export interface Exchange {
  /** Does what exchanges them. Throws `busy` while they are being exchanged. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when they are free. Rejects with the signal's reason. */
  untilFree(signal: AbortSignal): Promise<void>;
  /** Somebody waits until they are free. */
  isAwaited(): boolean;
}

/** `onAwaited` is called when somebody begins to wait. */
export function createExchange(onAwaited: () => void): Exchange {
  /** Settles when the files are free again; undefined while they are. */
  let current: Promise<void> | undefined;
  let awaited = false;
  return {
    async during(work) {
      if (current !== undefined) throw new SlipwayError(exchanging);
      let over: () => void = () => undefined;
      current = new Promise((resolve) => {
        over = resolve;
      });
      try {
        return await work();
      } finally {
        current = undefined;
        over();
      }
    },
    async untilFree(signal) {
      try {
        while (current !== undefined) {
          awaited = true;
          onAwaited();
          await orAborted(signal, current);
        }
      } finally {
        awaited = false;
      }
    },
    isAwaited: () => awaited,
  };
}
