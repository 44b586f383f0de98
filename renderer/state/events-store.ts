import { create } from 'zustand';
import { keptEvents } from '../../main/contract/engine/kept-events.ts';
import type { EngineEvent } from '../../main/contract/engine/system.ts';
import { type Failure, toFailure } from '../../main/contract/errors.ts';
import { readStream } from '../read-stream.ts';

interface EventsStore {
  /** The oldest first. */
  readonly events: readonly EngineEvent[];
  /** What had come when the list was stopped: serial of the last event that is shown; null while it goes on. */
  readonly pausedAt: number | null;
  readonly failure: Failure | null;
}

/** The last events of the engine, as far as they were read. */
export const useEvents = create<EventsStore>(() => ({ events: [], pausedAt: null, failure: null }));

/** Reads the events until the signal aborts: those that were kept, and then each that comes. */
export async function followEvents(signal: AbortSignal): Promise<void> {
  useEvents.setState({ events: [], failure: null });
  try {
    for await (const batch of readStream('system.events', {}, signal)) {
      useEvents.setState(({ events }) => ({ events: [...events, ...batch].slice(-keptEvents) }));
    }
  } catch (error) {
    if (!signal.aborted) useEvents.setState({ failure: toFailure(error) });
  }
}

/** Stops the list where it is, or lets it go on; what comes meanwhile is kept. */
export function togglePause(): void {
  useEvents.setState(({ events, pausedAt }) => ({
    pausedAt: pausedAt === null ? (events.at(-1)?.serial ?? -1) : null,
  }));
}

/** The events that are shown: of a type, and with every word of the filter in them. */
export function filterEvents(
  events: readonly EngineEvent[],
  {
    pausedAt,
    type,
    filter,
  }: { readonly pausedAt: number | null; readonly type: string; readonly filter: string },
): readonly EngineEvent[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return events.filter((event) => {
    if (pausedAt !== null && event.serial > pausedAt) return false;
    if (type !== '' && event.type !== type) return false;
    if (words.length === 0) return true;
    const attributes = Object.entries(event.attributes).map(([name, value]) => `${name}=${value}`);
    const text = [event.type, event.action, event.name, event.id, ...attributes].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
