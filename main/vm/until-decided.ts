/**
 * Decides at once and whenever a listener is called, until `decide` answers something other than undefined or throws. Rejects
 * with what it threw, or with the signal's reason. Leaves nothing behind among the listeners.
 */
export function untilDecided<T>(
  listeners: Set<() => void>,
  decide: () => T | undefined,
  signal?: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const forget = () => {
      listeners.delete(look);
      signal?.removeEventListener('abort', look);
    };
    const look = () => {
      try {
        signal?.throwIfAborted();
        const value = decide();
        if (value === undefined) return;
        forget();
        resolve(value);
      } catch (error) {
        forget();
        reject(error);
      }
    };
    listeners.add(look);
    signal?.addEventListener('abort', look);
    look();
  });
}
