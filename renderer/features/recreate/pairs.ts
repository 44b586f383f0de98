import type { Container } from '../../../main/contract/engine/containers.ts';
import { isBefore, ownName } from '../../../main/contract/engine/exchange-names.ts';

/** A container and the one whose place it has taken, or is about to take. */
export interface Pair {
  readonly next: Container;
  readonly old: Container;
  /** The exchange was not brought to its end: the app was ended in the midst of it. */
  readonly isHalfDone: boolean;
}

/** The pair that a container is one of, told by what the engine says alone; undefined for one that is in none. */
export function pairOf(container: Container, all: readonly Container[]): Pair | undefined {
  // One that has made room for another is the old one of that pair, whatever it once took the place of itself.
  const isNew = container.replaces !== null && !isBefore(container.name);
  const next = isNew
    ? container
    : all.find(({ replaces, name }) => replaces === container.id && !isBefore(name));
  const old = all.find(({ id }) => id === next?.replaces);
  // The label alone does not make a pair: an image that is made of a container has its labels.
  if (next === undefined || old === undefined || ownName(next.name) !== ownName(old.name)) return undefined;
  return { next, old, isHalfDone: !isBefore(old.name) };
}
