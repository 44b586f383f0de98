import type Docker from 'dockerode';
import { orAborted } from '../../util/wait.ts';
import { type Helper, startHelper } from './helper.ts';
import { withHelperImage } from './helper-image.ts';

/** Milliseconds for which a helper stays that nobody uses: it counts as a running container, and keeps the VM awake. */
const idleMs = 45_000;

/** The helpers of one engine: one for all containers and plain volumes, and one for each other volume. */
export interface Helpers {
  /** Runs something with a helper, which is started when there is none. `volume`: one that has this volume mounted. */
  use<T>(volume: string | undefined, signal: AbortSignal, work: (helper: Helper) => Promise<T>): Promise<T>;
  /** Ends all of them. */
  close(): void;
}

interface Kept {
  readonly starting: Promise<Helper>;
  users: number;
  timer: NodeJS.Timeout | undefined;
}

/** How a helper is started; another one in tests. */
export type StartHelper = (volume: string | undefined, signal: AbortSignal) => Promise<Helper>;

/** Starts helpers of an engine. */
export function helperStarter(engine: Docker): StartHelper {
  return (volume, signal) => withHelperImage(engine, signal, () => startHelper(engine, volume, signal));
}

/** No helper yet. */
export function createHelpers(start: StartHelper): Helpers {
  const kept = new Map<string | undefined, Kept>();
  let closed = new AbortController();

  const forget = (volume: string | undefined, one: Kept) => {
    clearTimeout(one.timer);
    if (kept.get(volume) === one) kept.delete(volume);
    one.starting.then(
      (helper) => helper.end(),
      () => undefined,
    );
  };

  const take = (volume: string | undefined): Kept => {
    const known = kept.get(volume);
    if (known !== undefined) return known;
    // Not by the signal of whoever is first: others may wait for it, too.
    const one: Kept = { starting: start(volume, closed.signal), users: 0, timer: undefined };
    one.starting.catch(() => forget(volume, one));
    kept.set(volume, one);
    return one;
  };

  return {
    async use(volume, signal, work) {
      let one = take(volume);
      one.users += 1;
      let helper = await orAborted(signal, one.starting).catch((error: unknown) => {
        one.users -= 1;
        throw error;
      });
      if (helper.hasEnded()) {
        // It went since it was used last, as with an engine that was started anew.
        one.users -= 1;
        forget(volume, one);
        one = take(volume);
        one.users += 1;
        helper = await orAborted(signal, one.starting);
      }
      clearTimeout(one.timer);
      try {
        return await work(helper);
      } finally {
        one.users -= 1;
        if (helper.hasEnded()) forget(volume, one);
        else if (one.users === 0) {
          const used = one;
          one.timer = setTimeout(() => forget(volume, used), idleMs);
          one.timer.unref();
        }
      }
    },
    close() {
      closed.abort();
      closed = new AbortController();
      for (const [volume, one] of [...kept]) forget(volume, one);
    },
  };
}
