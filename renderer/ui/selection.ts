import { useCallback, useMemo, useState } from 'react';

/** Which rows of a table are chosen. */
export interface Selection {
  /** Ids of the chosen rows. */
  readonly chosen: ReadonlySet<string>;
  /** Chooses exactly these. */
  readonly choose: (ids: ReadonlySet<string>) => void;
}

/** A selection of rows; one that is no longer there (removed, or filtered away) is no longer chosen. */
export function useSelection(ids: readonly string[]): Selection {
  const [kept, choose] = useState<ReadonlySet<string>>(new Set());
  const chosen = useMemo(() => new Set(ids.filter((id) => kept.has(id))), [ids, kept]);
  return { chosen, choose: useCallback((next) => choose(new Set(next)), []) };
}

/**
 * What is chosen after a row's box was pressed: that row alone turned, or with Shift everything from the one pressed
 * before to it made like it.
 */
export function pressRow(
  order: readonly string[],
  chosen: ReadonlySet<string>,
  id: string,
  before: string | null,
): ReadonlySet<string> {
  const turnsOn = !chosen.has(id);
  const [from, to] = [before === null ? -1 : order.indexOf(before), order.indexOf(id)];
  const pressed = from < 0 ? [id] : order.slice(Math.min(from, to), Math.max(from, to) + 1);
  const next = new Set(chosen);
  for (const one of pressed) {
    if (turnsOn) next.add(one);
    else next.delete(one);
  }
  return next;
}

/** What is chosen after the box of several rows was pressed: all of them, or none of them when all were. */
export function pressAll(ids: readonly string[], chosen: ReadonlySet<string>): ReadonlySet<string> {
  const next = new Set(chosen);
  const turnsOn = ids.some((id) => !chosen.has(id));
  for (const id of ids) {
    if (turnsOn) next.add(id);
    else next.delete(id);
  }
  return next;
}
