import type { EngineEvent } from '../contract/engine/system.ts';

/** The label of a container about which nothing is told, when its value is `off`. */
export const notifyLabel = 'dev.slipway.notify';

/** What has gone wrong with a container by itself. Its name is untrusted. */
export type Trouble = { readonly id: string; readonly name: string } & (
  | { readonly kind: 'unhealthy' | 'out-of-memory' }
  | { readonly kind: 'failed'; readonly exitCode: number }
);

/** A container that was told to end may take this long: its own time to stop may be minutes. In milliseconds. */
const askedForMs = 600_000;

/** The same trouble of the same container is told once in this time: one that is started again and again would not stop. */
const againAfterMs = 600_000;

/** What is remembered of this many containers; of more, the oldest is forgotten. */
const mostRemembered = 2_000;

/**
 * The engine hears of memory that was not enough by another way than of the end, and may tell it later: on a busy machine by more than
 * three seconds. In milliseconds.
 */
const outOfMemoryWithinMs = 10_000;

/** Of a program that was ended by force, as one is that took too much memory. */
const endedByForce = 137;

/** Codes of programs that were asked to end from a keyboard or by SIGTERM. */
const polite: readonly number[] = [0, 130, 143];

interface Memory {
  /** Somebody sent it a signal: when. */
  askedAt: number | null;
  /** Somebody looks at what it says: who ran it in the foreground sees how it ends. */
  isWatched: boolean;
  /** The guest had to end a process of it for want of memory. */
  isOutOfMemory: boolean;
  /** It was ended by force, and why may be yet to come. */
  ending: NodeJS.Timeout | undefined;
  /** When each kind of trouble was told. */
  readonly toldAt: Map<Trouble['kind'], number>;
}

/**
 * Finds out from the engine's events what goes wrong with containers that nobody is looking at: an error that nobody asked
 * for, a check that fails, memory that was not enough. `now`: milliseconds since 1970.
 */
export function findTroubles(
  tell: (trouble: Trouble) => void,
  now: () => number = Date.now,
): (event: EngineEvent) => void {
  const memories = new Map<string, Memory>();

  const memoryOf = (id: string): Memory => {
    const known = memories.get(id) ?? {
      ...{ askedAt: null, isWatched: false, isOutOfMemory: false, ending: undefined, toldAt: new Map() },
    };
    memories.delete(id);
    memories.set(id, known);
    const [oldest] = memories.keys();
    if (memories.size > mostRemembered && oldest !== undefined) memories.delete(oldest);
    return known;
  };

  const tellOnce = (memory: Memory, trouble: Trouble) => {
    const before = memory.toldAt.get(trouble.kind);
    if (before !== undefined && now() - before < againAfterMs) return;
    memory.toldAt.set(trouble.kind, now());
    tell(trouble);
  };

  const end = (memory: Memory, { id, name, attributes }: EngineEvent) => {
    const { askedAt, isWatched, isOutOfMemory } = memory;
    Object.assign(memory, { askedAt: null, isWatched: false, isOutOfMemory: false });
    if (isOutOfMemory) return tellOnce(memory, { id, name, kind: 'out-of-memory' });
    const exitCode = Number(attributes.exitCode ?? 0);
    const wasAsked = askedAt !== null && now() - askedAt < askedForMs;
    if (wasAsked || isWatched || polite.includes(exitCode)) return;
    const failed = () => tellOnce(memory, { id, name, kind: 'failed', exitCode });
    if (exitCode !== endedByForce) return failed();
    clearTimeout(memory.ending);
    memory.ending = setTimeout(() => {
      memory.ending = undefined;
      failed();
    }, outOfMemoryWithinMs).unref();
  };

  return (event) => {
    const { type, action, id, name, attributes } = event;
    if (type !== 'container' || id === '' || attributes[notifyLabel] === 'off') return;
    if (action === 'destroy') {
      memories.delete(id);
      return;
    }
    const memory = memoryOf(id);
    switch (action) {
      case 'attach':
        memory.isWatched = true;
        return;
      case 'detach':
        memory.isWatched = false;
        return;
      case 'kill':
        memory.askedAt = now();
        return;
      case 'oom':
        if (memory.ending === undefined) memory.isOutOfMemory = true;
        else {
          clearTimeout(memory.ending);
          memory.ending = undefined;
          tellOnce(memory, { id, name, kind: 'out-of-memory' });
        }
        return;
      case 'start':
        Object.assign(memory, { askedAt: null, isOutOfMemory: false });
        return;
      case 'health_status: unhealthy':
        return tellOnce(memory, { id, name, kind: 'unhealthy' });
      case 'die':
        return end(memory, event);
      default:
    }
  };
}
