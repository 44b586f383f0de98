/** Keeps something fetched up to date. */
export interface Refresher {
  /** Says that what was fetched is out of date. */
  invalidate(): void;
  /** Fetches no more, until the next invalidation. */
  cancel(): void;
}

/** Shortest time between two fetches, in milliseconds. */
const shortestGapMs = 80;

/** Longest time after one that failed: most of it the engine was only waited for. In milliseconds. */
const longestFailedGapMs = 5_000;

/**
 * Fetches after each invalidation, never twice at once, and never more than half of the time: after a fetch that took
 * long (many containers, an emulated engine) the next one waits as long, after one that rejected 5 s at most. The last
 * invalidation is always answered by a fetch that began after it.
 */
export function createRefresher(fetch: () => Promise<void>): Refresher {
  let stale = false;
  let busy = false;
  let generation = 0;

  const run = async (own: number) => {
    busy = true;
    while (stale && own === generation) {
      stale = false;
      const began = performance.now();
      const longestMs = await fetch().then(
        () => Number.POSITIVE_INFINITY,
        () => longestFailedGapMs,
      );
      const gapMs = Math.min(Math.max(shortestGapMs, performance.now() - began), longestMs);
      await new Promise((resolve) => setTimeout(resolve, gapMs));
    }
    if (own === generation) busy = false;
  };

  return {
    invalidate() {
      stale = true;
      if (!busy) void run(generation);
    },
    cancel() {
      stale = false;
      busy = false;
      generation += 1;
    },
  };
}
