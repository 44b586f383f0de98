import { create } from 'zustand';
import type { CurrentUsage } from '../../main/contract/engine/stats.ts';
import { readStream } from '../read-stream.ts';

/** What each running container used last, by its id. Empty while nobody looks. */
export const useUsage = create<Readonly<Record<string, CurrentUsage>>>(() => ({}));

let readers = 0;
let reading: AbortController | undefined;

/** Follows what containers use for as long as somebody looks; the answer ends one's looking. */
export function followUsage(): () => void {
  readers += 1;
  if (readers === 1) {
    reading = new AbortController();
    void read(reading.signal);
  }
  return () => {
    readers -= 1;
    if (readers > 0) return;
    reading?.abort();
    useUsage.setState({}, true);
  };
}

async function read(signal: AbortSignal): Promise<void> {
  try {
    for await (const usages of readStream('stats.live', {}, signal)) {
      if (signal.aborted) return;
      // A container that has ended is not among them.
      useUsage.setState(Object.fromEntries(usages.map((usage) => [usage.id, usage])), true);
    }
  } catch {
    // The table goes on without these columns; why the engine is away is said above it.
  }
}
