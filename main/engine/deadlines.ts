import { withDeadline } from '../util/wait.ts';

/**
 * Milliseconds. A change waits for a container's own stop timeout (10 s unless set) on an emulated processor; a prune removes
 * every layer and file of hundreds of things; a commit writes all that a container has written once more.
 */
const deadlines = { read: 30_000, change: 180_000, prune: 900_000, commit: 900_000 } as const;

/** Runs a call to the engine that must be done within the time of its kind. */
export function withEngineDeadline<T>(
  kind: keyof typeof deadlines,
  doing: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return withDeadline(
    deadlines[kind],
    signal,
    {
      message: `Could not ${doing}: the engine did not answer within ${deadlines[kind] / 1000} seconds.`,
      hint: 'The engine may be busy: look at its console, or restart it.',
    },
    work,
  );
}

/**
 * As {@link withEngineDeadline}, of what goes on once it has begun: the time is for its beginning alone, and then the caller's
 * signal ends it. Where it does not begin in time it is ended, so that nothing comes which nobody reads.
 */
export async function withEngineBeginning<T>(
  kind: keyof typeof deadlines,
  doing: string,
  signal: AbortSignal,
  begin: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const until = AbortSignal.any([signal, stop.signal]);
  try {
    return await withEngineDeadline(kind, doing, signal, () => begin(until));
  } catch (error) {
    stop.abort(error);
    throw error;
  }
}
