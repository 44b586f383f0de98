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
  /**
   * Ends the one that has this volume mounted, unless somebody uses it: a volume that is mounted cannot be removed. Resolves once
   * it is gone, as well as those that were ending already.
   */
  letGo(volume: string): Promise<void>;
  /** Ends all of them, and resolves once they are gone as far as that can be: half a minute where the engine is lost. */
  close(): Promise<void>;
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
  const ending = new Set<{ readonly volume: string | undefined; readonly gone: Promise<void> }>();
  let closed = new AbortController();

  const forget = (volume: string | undefined, one: Kept): void => {
    clearTimeout(one.timer);
    if (kept.get(volume) === one) kept.delete(volume);
    const gone = one.starting.then(
      (helper) => helper.end(),
      () => undefined,
    );
    const last = { volume, gone };
    ending.add(last);
    void gone.finally(() => ending.delete(last));
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

  const enter = (volume: string | undefined): Kept => {
    const one = take(volume);
    one.users += 1;
    clearTimeout(one.timer);
    return one;
  };
  const leave = (volume: string | undefined, one: Kept) => {
    one.users -= 1;
    if (one.users > 0 || kept.get(volume) !== one) return;
    clearTimeout(one.timer);
    one.timer = setTimeout(() => forget(volume, one), idleMs);
    one.timer.unref();
  };

  return {
    async use(volume, signal, work) {
      for (let tries = 1; ; tries += 1) {
        const one = enter(volume);
        try {
          const helper = await orAborted(signal, one.starting);
          if (!helper.hasEnded() || tries > 1) {
            try {
              return await work(helper);
            } finally {
              if (helper.hasEnded()) forget(volume, one);
            }
          }
          // It went since it was used last, as with an engine that was started anew.
          forget(volume, one);
        } finally {
          leave(volume, one);
        }
      }
    },
    async letGo(volume) {
      const one = kept.get(volume);
      if (one?.users === 0) forget(volume, one);
      await Promise.all([...ending].filter((last) => last.volume === volume).map(({ gone }) => gone));
    },
    async close() {
      closed.abort();
      closed = new AbortController();
      for (const [volume, one] of [...kept]) forget(volume, one);
      await Promise.all([...ending].map(({ gone }) => gone));
    },
  };
}
