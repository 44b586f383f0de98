/** Collects what is added and hands it on in one go. */
export interface Coalescer<T> {
  add(item: T): void;
  /** Drops what was not handed on yet. */
  clear(): void;
}

/**
 * Hands on at once when it has been quiet, and at most every `everyMs` in a storm; the last addition is never lost.
 * What is added twice before it is handed on is handed on once.
 */
export function coalesce<T>(everyMs: number, flush: (items: readonly T[]) => void): Coalescer<T> {
  const items = new Set<T>();
  let timer: NodeJS.Timeout | undefined;
  let last = Number.NEGATIVE_INFINITY;
  const run = () => {
    timer = undefined;
    last = Date.now();
    const batch = [...items];
    items.clear();
    flush(batch);
  };
  return {
    add(item) {
      items.add(item);
      timer ??= setTimeout(run, Math.max(0, Math.min(everyMs, last + everyMs - Date.now())));
    },
    clear() {
      clearTimeout(timer);
      timer = undefined;
      items.clear();
    },
  };
}
