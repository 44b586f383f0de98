import type { Container } from '../../../main/contract/engine/containers.ts';

/** A container and the one whose place it has taken, or is about to take. */
export interface Pair {
  readonly next: Container;
  readonly old: Container;
  /** The exchange was not brought to its end: the app was ended in the midst of it. */
  readonly isHalfDone: boolean;
}

/** The pair that a container is one of, told by what the engine says alone; undefined for one that is in none. */
export function pairOf(container: Container, all: readonly Container[]): Pair | undefined {
  const next =
    container.replaces === null ? all.find(({ replaces }) => replaces === container.id) : container;
  const old = all.find(({ id }) => id === next?.replaces);
  if (next === undefined || old === undefined) return undefined;
  return { next, old, isHalfDone: !old.name.startsWith(`${next.name}-before-`) };
}
