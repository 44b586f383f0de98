import { isEqual } from 'es-toolkit/predicate';

/**
 * The new list, with the objects of the old one wherever nothing about them has changed, and the old list itself when
 * nothing has: what shows them need not be drawn anew. `idOf` tells objects apart; one without a namesake is new.
 */
export function keepSame<T>(
  before: readonly T[],
  after: readonly T[],
  idOf: (item: T) => string,
): readonly T[] {
  const known = new Map(before.map((item) => [idOf(item), item]));
  const kept = after.map((item) => {
    const old = known.get(idOf(item));
    return old !== undefined && isEqual(old, item) ? old : item;
  });
  return kept.length === before.length && kept.every((item, index) => item === before[index]) ? before : kept;
}
