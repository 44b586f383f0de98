import { delay, orAborted } from '../../util/wait.ts';

/** Where many writers meet one reader, who sets the pace. */
export interface Gatherer<T> {
  /** Adds something of a size; resolves once there is room for more. What was added is never lost. */
  add(item: T, size: number): Promise<void>;
  /** Everything that was added since, at least one; waits for it. Rejects with the error of {@link fail}, once all is taken. */
  take(signal: AbortSignal): Promise<readonly T[]>;
  /** Says that no more is to come, and why; the first reason counts. */
  fail(error: unknown): void;
}

/** Milliseconds for which more is waited for once there is something: a message for each line would cost more than the line. */
const gatherMs = 15;

/** Builds one that takes in things until they have `limit` together. */
export function createGatherer<T>(limit: number): Gatherer<T> {
  let items: T[] = [];
  let size = 0;
  let failed: { readonly error: unknown } | undefined;
  let arrived: () => void = () => undefined;
  let waiting: (() => void)[] = [];
  return {
    async add(item, itemSize) {
      items.push(item);
      size += itemSize;
      arrived();
      if (size >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    async take(signal) {
      if (items.length === 0 && failed === undefined) {
        const arrival = new Promise<void>((resolve) => {
          arrived = resolve;
        });
        await orAborted(signal, arrival);
      }
      if (size < limit && failed === undefined) await delay(gatherMs, signal);
      if (items.length === 0 && failed !== undefined) throw failed.error;
      const taken = items;
      const resume = waiting;
      items = [];
      size = 0;
      waiting = [];
      for (const go of resume) go();
      return taken;
    },
    fail(error) {
      failed ??= { error };
      arrived();
    },
  };
}
