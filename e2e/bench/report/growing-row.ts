import type { Row } from './report.ts';

/** A row whose values come round by round. */
export interface GrowingRow extends Row {
  readonly values: Readonly<Record<string, number[]>>;
}

/** One without values yet. */
export function emptyRow(label: string, columns: readonly string[]): GrowingRow {
  return { label, values: Object.fromEntries(columns.map((name) => [name, []])) };
}

/** Another begins each round: none is always the one that finds the caches cold. */
export function rotate<T>(values: readonly T[], by: number): readonly T[] {
  const start = by % values.length;
  return [...values.slice(start), ...values.slice(0, start)];
}
