import { SlipwayError } from '../../contract/errors.ts';
import { orAborted } from '../../util/wait.ts';

/**
 * Milliseconds without a word after which a transfer is given up. The engine has shorter deadlines for each try with a
 * registry; unpacking a layer of some gigabytes on an emulated processor can be silent for minutes.
 */
export const longestSilenceMs = 600_000;

/** Runs work that tells how far it is: rejects once it has been silent for too long, or with the signal's reason. */
export async function whileTalking<T>(
  doing: string,
  signal: AbortSignal,
  work: (heard: () => void, signal: AbortSignal) => Promise<T>,
  silenceMs = longestSilenceMs,
): Promise<T> {
  signal.throwIfAborted();
  const ended = new AbortController();
  const forward = () => ended.abort(signal.reason);
  signal.addEventListener('abort', forward, { once: true });
  const giveUp = () =>
    ended.abort(
      new SlipwayError({
        code: 'deadline-exceeded',
        message: `Could not ${doing}: nothing was heard for ${Math.round(silenceMs / 60_000)} minutes.`,
        hint: 'Try again: what was done already is kept. The engine may be busy, or the network broken.',
      }),
    );
  let timer = setTimeout(giveUp, silenceMs);
  const heard = () => {
    clearTimeout(timer);
    if (!ended.signal.aborted) timer = setTimeout(giveUp, silenceMs);
  };
  try {
    return await orAborted(ended.signal, work(heard, ended.signal));
  } catch (error) {
    throw ended.signal.aborted ? ended.signal.reason : error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', forward);
  }
}
