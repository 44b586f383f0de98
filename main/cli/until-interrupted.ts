import { SlipwayError } from '../contract/errors.ts';

/** Runs work that Ctrl-C gives up: its signal aborts, and this rejects with `aborted`, whatever the work says then. */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupt = new AbortController();
  const giveUp = () => interrupt.abort(new SlipwayError(interrupted));
  process.once('SIGINT', giveUp);
  try {
    return await work(interrupt.signal);
  } catch (error) {
    // What is given up often takes that for a failure of what it talks to.
    throw interrupt.signal.aborted ? interrupt.signal.reason : error;
  } finally {
    process.off('SIGINT', giveUp);
  }
}

const interrupted = {
  code: 'aborted',
  message: 'It was interrupted, and what was begun was given up.',
  hint: 'Run the command again.',
} as const;
