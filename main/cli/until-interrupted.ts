/** Runs work that Ctrl-C gives up: its signal aborts. */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupt = new AbortController();
  const giveUp = () => interrupt.abort();
  process.once('SIGINT', giveUp);
  try {
    return await work(interrupt.signal);
  } finally {
    process.off('SIGINT', giveUp);
  }
}
