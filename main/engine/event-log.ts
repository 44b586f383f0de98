import { keptEvents } from '../contract/engine/kept-events.ts';
import type { EngineEvent } from '../contract/engine/system.ts';
import { delay, orAborted } from '../util/wait.ts';
import type { EngineMessage } from './engine-message.ts';
import { tellHelperEvents } from './files/helper-events.ts';

/** Milliseconds between two pieces for one reader: a storm comes in few of them. */
const tellEveryMs = 100;

/** Most events of one piece. */
const mostAtOnce = 500;

/**
 * What is kept of one event: its attributes are the labels of whatever it is about, which may be of any number and length,
 * and thousands of events are kept. In characters.
 */
const longestText = 2_000;
const longestAttributes = 16_384;

/** Remembers the last events of the engine, and tells them to whoever reads. */
export interface EventLog {
  /** Takes in an event, and answers it; undefined for one of Slipway's own containers. */
  add(message: EngineMessage): EngineEvent | undefined;
  /** Those that are kept, and then each that comes, until the signal aborts. A reader that is too slow misses some. */
  follow(signal: AbortSignal): AsyncIterable<readonly EngineEvent[]>;
}

/** An empty log that keeps the last `most` events. */
export function createEventLog(most = keptEvents): EventLog {
  let events: EngineEvent[] = [];
  let nextSerial = 0;
  const isOfHelper = tellHelperEvents();
  const waiting = new Set<() => void>();
  return {
    add(message) {
      const event = describeEvent(message, nextSerial);
      // What happens to Slipway's own containers is of no account to anybody.
      if (isOfHelper(event)) return undefined;
      nextSerial += 1;
      events.push(event);
      // Cut now and then, and not for each event.
      if (events.length > most * 1.2) events = events.slice(-most);
      for (const wake of waiting) wake();
      waiting.clear();
      return event;
    },
    async *follow(signal) {
      let next = Math.max(0, nextSerial - most);
      while (!signal.aborted) {
        const first = nextSerial - events.length;
        const from = Math.max(0, next - first);
        const batch = events.slice(from, from + mostAtOnce);
        const last = batch.at(-1);
        if (last === undefined) {
          const more = new Promise<void>((resolve) => waiting.add(resolve));
          await orAborted(signal, more);
          continue;
        }
        next = last.serial + 1;
        yield batch;
        if (next === nextSerial) await delay(tellEveryMs, signal);
      }
    },
  };
}

/** An event in the contract's form. */
export function describeEvent(message: EngineMessage, serial: number): EngineEvent {
  const { Type, Action, Actor, time = 0, timeNano } = message;
  const attributes = shortAttributes(Actor?.Attributes ?? {});
  return {
    serial,
    at: timeNano === undefined ? time * 1000 : Math.floor(timeNano / 1e6),
    type: Type,
    action: shortText(Action),
    id: Actor?.ID ?? '',
    name: attributes.name ?? '',
    attributes,
  };
}

/** The attributes as far as they are kept: the engine's own, which are short, before labels, which need not be. */
function shortAttributes(all: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(all);
  if (entries.reduce((sum, entry) => sum + lengthOf(entry), 0) <= longestAttributes) return all;
  let room = longestAttributes;
  const kept: [string, string][] = [];
  for (const [name, value] of entries.toSorted((a, b) => lengthOf(a) - lengthOf(b))) {
    const short = [shortText(name), shortText(value)] as const;
    room -= lengthOf(short);
    if (room < 0) break;
    kept.push([...short]);
  }
  // In the engine's order, by name.
  return Object.fromEntries(kept.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function lengthOf([name, value]: readonly [string, string]): number {
  return name.length + value.length;
}

function shortText(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
