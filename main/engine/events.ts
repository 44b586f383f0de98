import type Docker from 'dockerode';
import { z } from 'zod';
import { type EngineTopic, engineTopics } from '../contract/engine/topics.ts';
import { linesOf } from '../util/lines-of.ts';
import { delay } from '../util/wait.ts';
import { coalesce } from './coalesce.ts';
import { isHelper } from './files/helper-labels.ts';

/** Milliseconds between two announcements in a storm of events. */
const announceEveryMs = 100;

/** Milliseconds before the first new try after the stream was lost; doubled up to the longest. */
const firstRetryMs = 250;
const longestRetryMs = 5_000;

/** Actions of a container after which its line in the list is the same as before. */
const quietActions = /^(exec_|attach|detach|top|resize|copy|export|archive-path|extract-to-dir|kill$)/;

/**
 * A container that joins or leaves a network changes its own line: the networks are as they were. The engine announces it
 * before its list of containers has it, so that the list is fetched a little later: milliseconds.
 */
const membershipDelayMs = 1_000;
const membership = /^(connect|disconnect)$/;

/**
 * The engine announces these before its list of containers has them, too: what is fetched at once may be as it was before. The
 * list has to be written to its disk in between: milliseconds.
 */
const earlyActions = /^(un)?pause$/;
const earlyDelayMs = 1_000;

/** The line of a container has the name of its image, or the id of one whose name went over to another. */
const renamingActions = /^(tag|untag|pull|load|import|delete)$/;

/** A volume's line says nothing of who has mounted it. */
const quietVolumeActions = /^(mount|unmount)$/;

const engineEvent = z.object({
  Type: z.string(),
  Action: z.string(),
  Actor: z.object({ Attributes: z.record(z.string(), z.string()).nullish() }).nullish(),
});

/** A list that an event makes out of date. */
interface Stale {
  readonly topic: EngineTopic;
  /** Milliseconds before the engine itself has it right. */
  readonly afterMs: number;
}

/** Which lists an event makes out of date. A line that is not an event makes none. */
export function staleAfterEvent(line: string): readonly Stale[] {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return [];
  }
  const event = engineEvent.safeParse(json);
  if (!event.success) return [];
  const { Type, Action, Actor } = event.data;
  if (isHelper(Actor?.Attributes)) return [];
  const now = (topic: EngineTopic): Stale => ({ topic, afterMs: 0 });
  switch (Type) {
    case 'image':
      if (/^(push|save)$/.test(Action)) return [];
      return renamingActions.test(Action) ? [now('images'), now('containers')] : [now('images')];
    case 'container':
      if (quietActions.test(Action)) return [];
      return earlyActions.test(Action)
        ? [now('containers'), { topic: 'containers', afterMs: earlyDelayMs }]
        : [now('containers')];
    case 'volume':
      return quietVolumeActions.test(Action) ? [] : [now('volumes')];
    case 'network':
      return [
        membership.test(Action) ? { topic: 'containers', afterMs: membershipDelayMs } : now('networks'),
      ];
    default:
      return [];
  }
}

/** Opens the engine's event stream: pieces of text that hold one JSON document per line. */
export type OpenEvents = (signal: AbortSignal) => Promise<AsyncIterable<string | Uint8Array>>;

/** The event stream of an engine. */
export function engineEvents(engine: Docker): OpenEvents {
  return async (abortSignal) => {
    const stream = await engine.getEvents({ abortSignal });
    stream.setEncoding('utf8');
    return stream as AsyncIterable<string>;
  };
}

/** Follows the engine's events while the engine is there. */
export interface EngineWatch {
  /** Told with each status: a stream is kept open while the engine runs, and none is tried while it does not. */
  setRunning(running: boolean): void;
  close(): void;
}

/** Announces which lists are out of date, all of them after each (re)connect; `record` is given every line. */
export function watchEngine(
  open: OpenEvents,
  announce: (topics: readonly EngineTopic[]) => void,
  record: (line: string) => void = () => undefined,
): EngineWatch {
  const pending = coalesce<EngineTopic>(announceEveryMs, announce);
  let current: AbortController | undefined;

  const add = ({ topic, afterMs }: Stale, signal: AbortSignal) => {
    if (afterMs === 0) pending.add(topic);
    else
      delay(afterMs, signal).then(
        () => pending.add(topic),
        () => undefined,
      );
  };

  const follow = async (signal: AbortSignal) => {
    let retryMs = firstRetryMs;
    while (!signal.aborted) {
      try {
        const stream = await open(signal);
        retryMs = firstRetryMs;
        for (const topic of engineTopics) pending.add(topic);
        for await (const line of linesOf(stream)) {
          record(line);
          for (const stale of staleAfterEvent(line)) add(stale, signal);
        }
      } catch {
        // A lost stream is not worth a word of its own: the status says when the engine is away.
      }
      await delay(retryMs, signal).catch(() => undefined);
      retryMs = Math.min(retryMs * 2, longestRetryMs);
    }
  };

  return {
    setRunning(running) {
      if (running === (current !== undefined)) return;
      current?.abort();
      pending.clear();
      current = running ? new AbortController() : undefined;
      if (current !== undefined) void follow(current.signal);
    },
    close() {
      current?.abort();
      current = undefined;
      pending.clear();
    },
  };
}
