import type { UsageSample } from '../../../../main/contract/engine/stats.ts';

/** Columns of a chart: seconds since 1970, then a value per curve; null breaks a curve. */
export type ChartData = [number[], ...(number | null)[][]];

/** A gap longer than this, in milliseconds, is time in which nothing was measured: three of the longest rounds. */
const gapMs = 35_000;

/** The samples as columns, with a break wherever nothing was measured for long. */
export function chartData(
  samples: readonly UsageSample[],
  curves: readonly ((sample: UsageSample) => number)[],
): ChartData {
  const times: number[] = [];
  const values: (number | null)[][] = curves.map(() => []);
  let last: number | undefined;
  for (const sample of samples) {
    if (last !== undefined && sample.at - last > gapMs) {
      times.push((last + 1) / 1_000);
      for (const column of values) column.push(null);
    }
    last = sample.at;
    times.push(sample.at / 1_000);
    for (const [index, curve] of curves.entries()) values[index]?.push(curve(sample));
  }
  return [times, ...values];
}
