import { median } from '../../../main/vm/stage-times.ts';

/** Several values in short. */
export interface Summary {
  readonly count: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Null of none. */
export function summarize(values: readonly number[]): Summary | null {
  const middle = median(values);
  if (middle === null) return null;
  return { count: values.length, median: middle, min: Math.min(...values), max: Math.max(...values) };
}

/** The value that `share` (0 to 1) of all values do not exceed (nearest rank). Throws on no values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error('There is no percentile of nothing');
  return value;
}

/**
 * The median of the ratios of values that were measured one after the other: what slows the machine for a while slows
 * both, and cancels out. Throws when there are none.
 */
export function pairedRatio(values: readonly number[], others: readonly number[]): number {
  const ratios = values.flatMap((value, index) => {
    const other = others[index];
    return other === undefined ? [] : [value / other];
  });
  const middle = median(ratios);
  if (middle === null) throw new Error('There is no ratio of nothing');
  return middle;
}
