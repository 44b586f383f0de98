import { delay } from './wait.ts';

/** Milliseconds between two pieces: faster than anybody reads. */
const tellEveryMs = 100;

/**
 * Work as a stream: how far it is while it goes on, the latest word alone, and at last what it came to. Rejects as the
 * work does. Whoever stops reading ends it by its signal; it is waited for, so that it can clean up.
 */
export async function* reportWork<Piece>(
  signal: AbortSignal,
  work: (tell: (piece: Piece) => void, signal: AbortSignal) => Promise<Piece>,
): AsyncGenerator<Piece, void, void> {
  const stop = new AbortController();
  let news: { readonly piece: Piece } | undefined;
  let wake: () => void = () => undefined;
  let isOver = false;
  const outcome = work(
    (piece) => {
      news = { piece };
      wake();
    },
    AbortSignal.any([signal, stop.signal]),
  ).finally(() => {
    isOver = true;
    wake();
  });
  outcome.catch(() => undefined);
  try {
    while (!isOver) {
      if (news === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const { piece } = news;
      news = undefined;
      yield piece;
      // The end is not held back by it.
      await Promise.race([delay(tellEveryMs), outcome.catch(() => undefined)]);
    }
    yield await outcome;
  } finally {
    stop.abort();
    await outcome.catch(() => undefined);
  }
}
