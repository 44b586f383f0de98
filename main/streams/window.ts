import { orAborted } from '../util/wait.ts';

/** How much may be on its way to a reader. */
export interface Window {
  /** Uses up one place; resolves once there is another. Rejects with the signal's reason. */
  take(signal: AbortSignal): Promise<void>;
  /** Gives places back: the reader has taken things in. */
  give(places: number): void;
}

/** A window of `size` places. One reader waits at a time. */
export function createWindow(size: number): Window {
  let free = size;
  let freed: (() => void) | undefined;
  return {
    async take(signal) {
      free -= 1;
      if (free > 0) return;
      const more = new Promise<void>((resolve) => {
        freed = resolve;
      });
      await orAborted(signal, more);
    },
    give(places) {
      free = Math.min(size, free + places);
      if (free > 0) freed?.();
    },
  };
}
