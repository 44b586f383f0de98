import { naturalOrder } from '../text/natural-order.ts';

/** A line of a grouped table: a group's heading, or a row. */
export type Line<T> =
  | { readonly kind: 'group'; readonly name: string | null; readonly rows: readonly T[] }
  | { readonly kind: 'row'; readonly row: T };

/**
 * Puts rows under headings, the groups in the order of their names, rows without a group last and under `null`; the
 * order within a group stays. Without any group there are no headings. Rows of a closed group are left out.
 */
export function groupRows<T>(
  rows: readonly T[],
  groupOf: (row: T) => string | null,
  closed: ReadonlySet<string | null>,
): readonly Line<T>[] {
  const groups = new Map<string | null, T[]>();
  for (const row of rows) {
    const name = groupOf(row);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  if (groups.size === 0 || (groups.size === 1 && groups.has(null))) {
    return rows.map((row) => ({ kind: 'row', row }));
  }
  return [...groups]
    .sort(([a], [b]) => compareGroups(a, b))
    .flatMap(([name, members]): Line<T>[] => [
      { kind: 'group', name, rows: members },
      ...(closed.has(name) ? [] : members.map((row): Line<T> => ({ kind: 'row', row }))),
    ]);
}

function compareGroups(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return naturalOrder(a, b);
}
