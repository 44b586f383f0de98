import type Docker from 'dockerode';
import { type EngineTopic, engineTopics } from '../contract/engine/topics.ts';
import { delay } from '../util/wait.ts';
import { coalesce } from './coalesce.ts';
import type { EngineMessage } from './engine-message.ts';
import { isHelper } from './files/helper-labels.ts';
import { type OpenEvents, type Retries, readEvents } from './follow-events.ts';

/** Milliseconds between two announcements in a storm of events. */
const announceEveryMs = 100;

/** The window waits for it. */
const retries: Retries = { firstMs: 250, longestMs: 5_000 };

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

/** A container of a Swarm's service: what becomes of it becomes of a task, which the manager hears of a little later. */
const serviceLabel = 'com.docker.swarm.service.id';

/** Milliseconds before what has happened on a node is in the Swarm's own lists. */
const swarmDelayMs = 500;

/** The networks that an engine makes when its Swarm begins, and removes when it leaves: of that there is no other word. */
const swarmNetworks: readonly string[] = ['ingress', 'docker_gwbridge'];

/** A list that an event makes out of date. */
interface Stale {
  readonly topic: EngineTopic;
  /** Milliseconds before the engine itself has it right. */
  readonly afterMs: number;
}

/** Which lists an event makes out of date. */
export function staleAfterEvent({ Type, Action, Actor }: EngineMessage): readonly Stale[] {
  if (isHelper(Actor?.Attributes)) return [];
  const now = (topic: EngineTopic): Stale => ({ topic, afterMs: 0 });
  const later = (topic: EngineTopic, afterMs: number): Stale => ({ topic, afterMs });
  switch (Type) {
    case 'image':
      if (/^(push|save)$/.test(Action)) return [];
      return renamingActions.test(Action) ? [now('images'), now('containers')] : [now('images')];
    case 'container':
      if (quietActions.test(Action)) return [];
      return [
        now('containers'),
        ...(earlyActions.test(Action) ? [later('containers', earlyDelayMs)] : []),
        ...(Actor?.Attributes?.[serviceLabel] === undefined ? [] : [later('swarm', swarmDelayMs)]),
      ];
    case 'volume':
      return quietVolumeActions.test(Action) ? [] : [now('volumes')];
    case 'network':
      if (membership.test(Action)) return [later('containers', membershipDelayMs)];
      return [
        now('networks'),
        ...(swarmNetworks.includes(Actor?.Attributes?.name ?? '') ? [later('swarm', swarmDelayMs)] : []),
      ];
    case 'node':
    case 'service':
    case 'secret':
    case 'config':
      return [now('swarm')];
    default:
      return [];
  }
}

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

/** Announces which lists are out of date, all of them after each (re)connect; `record` is given every event. */
export function watchEngine(
  open: OpenEvents,
  announce: (topics: readonly EngineTopic[]) => void,
  record: (event: EngineMessage) => void = () => undefined,
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

  const follow = (signal: AbortSignal) => {
    const onOpen = () => {
      for (const topic of engineTopics) pending.add(topic);
    };
    const onEvent = (event: EngineMessage) => {
      record(event);
      for (const stale of staleAfterEvent(event)) add(stale, signal);
    };
    return readEvents(open, retries, { onOpen, onEvent }, signal);
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
