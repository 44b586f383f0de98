/** What came of a measurement: all values, so that whoever doubts a median can look. */
export interface Report {
  readonly tables: readonly Table[];
  readonly aims: readonly Aim[];
  /** What must be known to read the numbers, a sentence each. */
  readonly notes: readonly string[];
}

/** Rows of the same unit, with the alternatives side by side. */
export interface Table {
  readonly title: string;
  readonly unit: 's' | 'ms' | 'MB/s' | 'MiB' | 'MB' | 'lines/s' | 'requests/s';
  /** What a row is, and the columns' names. */
  readonly head: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** One line of a table; a column without values was not measured. */
export interface Row {
  readonly label: string;
  readonly values: Readonly<Record<string, readonly number[]>>;
}

/** A ratio that was set as a goal. Missing it fails nothing. */
export interface Aim {
  readonly text: string;
  readonly value: number;
  readonly limit: number;
  readonly bound: 'at most' | 'at least';
}

/** Whether it was reached. */
export function isMet({ value, limit, bound }: Aim): boolean {
  return bound === 'at most' ? value <= limit : value >= limit;
}
