import { type Failure, SlipwayError } from '../contract/errors.ts';

/** Work of which no two go on at once: who comes meanwhile is refused. */
export interface OneAtATime {
  /** Does it with a signal that aborts with the asker's, or by `cancel`. Throws `busy` where another one goes on. */
  run<T>(asker: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  busy(): boolean;
  /** Cancels what goes on, if anything does; resolves when it has ended. */
  cancel(): Promise<void>;
}

/** `words`: what is said to who is refused, and of what was cancelled. `onEnd` is called after each work. */
export function oneAtATime(
  words: { readonly busy: Failure; readonly cancelled: Failure },
  onEnd: () => void,
): OneAtATime {
  let current: { readonly controller: AbortController; readonly done: Promise<unknown> } | undefined;
  return {
    async run(asker, work) {
      if (current !== undefined) throw new SlipwayError(words.busy);
      const controller = new AbortController();
      const forward = () => controller.abort(new SlipwayError(words.cancelled));
      asker.addEventListener('abort', forward, { once: true });
      const done = work(controller.signal);
      current = { controller, done: done.catch(() => undefined) };
      try {
        return await done;
      } finally {
        asker.removeEventListener('abort', forward);
        current = undefined;
        onEnd();
      }
    },
    busy: () => current !== undefined,
    async cancel() {
      current?.controller.abort(new SlipwayError(words.cancelled));
      await current?.done;
    },
  };
}
