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

/** Codes of programs that were asked to end from a keyboard or by SIGTERM. */
const polite: readonly number[] = [0, 130, 143];

interface Memory {
  /** Somebody sent it a signal: when. */
  askedAt: number | null;
  /** Somebody looks at what it says: who ran it in the foreground sees how it ends. */
  isWatched: boolean;
  /** The guest had to end a process of it for want of memory. */
  isOutOfMemory: boolean;
  /** When each kind of trouble was told. */
  readonly toldAt: Map<Trouble['kind'], number>;
}

/**
 * Finds out from the engine's events what goes wrong with containers that nobody is looking at: an error that nobody asked
 * for, a check that fails, memory that was not enough. `now`: milliseconds since 1970.
 */
export function findTroubles(now: () => number = Date.now): (event: EngineEvent) => Trouble | undefined {
  const memories = new Map<string, Memory>();

  const memoryOf = (id: string): Memory => {
    const known = memories.get(id) ?? {
      ...{ askedAt: null, isWatched: false, isOutOfMemory: false, toldAt: new Map() },
    };
    memories.delete(id);
    memories.set(id, known);
    const [oldest] = memories.keys();
    if (memories.size > mostRemembered && oldest !== undefined) memories.delete(oldest);
    return known;
  };

  const toldOnce = (memory: Memory, trouble: Trouble): Trouble | undefined => {
    const before = memory.toldAt.get(trouble.kind);
    if (before !== undefined && now() - before < againAfterMs) return undefined;
    memory.toldAt.set(trouble.kind, now());
    return trouble;
  };

  return ({ type, action, id, name, attributes }) => {
    if (type !== 'container' || id === '' || attributes[notifyLabel] === 'off') return undefined;
    if (action === 'destroy') {
      memories.delete(id);
      return undefined;
    }
    const memory = memoryOf(id);
    switch (action) {
      case 'attach':
        memory.isWatched = true;
        return undefined;
      case 'detach':
        memory.isWatched = false;
        return undefined;
      case 'kill':
        memory.askedAt = now();
        return undefined;
      case 'oom':
        memory.isOutOfMemory = true;
        return undefined;
      case 'start':
        Object.assign(memory, { askedAt: null, isOutOfMemory: false });
        return undefined;
      case 'health_status: unhealthy':
        return toldOnce(memory, { id, name, kind: 'unhealthy' });
      case 'die': {
        const { askedAt, isWatched, isOutOfMemory } = memory;
        Object.assign(memory, { askedAt: null, isWatched: false, isOutOfMemory: false });
        if (isOutOfMemory) return toldOnce(memory, { id, name, kind: 'out-of-memory' });
        const exitCode = Number(attributes.exitCode ?? 0);
        const wasAsked = askedAt !== null && now() - askedAt < askedForMs;
        if (wasAsked || isWatched || polite.includes(exitCode)) return undefined;
        return toldOnce(memory, { id, name, kind: 'failed', exitCode });
      }
      default:
        return undefined;
    }
  };
}
