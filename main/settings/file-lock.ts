import { takeLock } from '../home/lock.ts';
import { poll, withDeadline } from '../util/wait.ts';

/** Milliseconds that a writer waits for another one, which needs a few. */
const lockDeadlineMs = 5_000;

/** Runs work while no other process of ours writes that file. Rejects with `deadline-exceeded` when one does not finish. */
export async function whileFileLocked<T>(file: string, work: () => Promise<T>): Promise<T> {
  const lock = await withDeadline(
    lockDeadlineMs,
    new AbortController().signal,
    {
      message: `The settings in ${file} are being written by another process that does not finish.`,
      hint: 'Try again; end a hanging `slipway` process if there is one.',
    },
    (signal) =>
      poll(20, signal, async () => {
        const taken = await takeLock(`${file}.lock`, 'headless');
        return 'release' in taken ? taken : undefined;
      }),
  );
  try {
    return await work();
  } finally {
    await lock.release();
  }
}
