import { z } from 'zod';
import { readJsonFile, writeFileAtomically } from '../../../main/util/atomic-file.ts';
import { type MeasurementName, measurementNames } from '../measurement-names.ts';
import type { Report } from './report.ts';
import { summarize } from './statistics.ts';

/** A report, with when and on what it was measured. */
export interface BenchResult {
  readonly name: MeasurementName;
  /** ISO 8601. */
  readonly measuredAt: string;
  /** The commit; with a plus when files differ from it. */
  readonly revision: string;
  /** The machine, in a sentence. */
  readonly machine: string;
  readonly report: Report;
}

const unit = z.enum(['s', 'ms', 'MB/s', 'MiB', 'MB', 'lines/s', 'requests/s']);
const row = z.object({ label: z.string(), values: z.record(z.string(), z.array(z.number())) });
const table = z.object({
  title: z.string(),
  unit,
  head: z.string(),
  columns: z.array(z.string()),
  rows: z.array(row),
});
const aim = z.object({
  text: z.string(),
  value: z.number(),
  limit: z.number(),
  bound: z.enum(['at most', 'at least']),
});
const resultsSchema = z.object({
  results: z.array(
    z.object({
      name: z.enum(measurementNames),
      measuredAt: z.string(),
      revision: z.string(),
      machine: z.string(),
      report: z.object({ tables: z.array(table), aims: z.array(aim), notes: z.array(z.string()) }),
    }),
  ),
});

/** What was measured last of each kind; none when the file is missing or damaged. */
export async function readResults(path: string): Promise<readonly BenchResult[]> {
  const parsed = resultsSchema.safeParse(await readJsonFile(path));
  return parsed.success ? parsed.data.results : [];
}

/** Puts a result in the place of the last one of its kind; the others stay, each with its own date and revision. */
export async function recordReport(path: string, result: BenchResult): Promise<void> {
  const others = (await readResults(path)).filter(({ name }) => name !== result.name);
  const order = (name: MeasurementName) => measurementNames.indexOf(name);
  const results = [...others, result].sort((a, b) => order(a.name) - order(b.name)).map(withSummaries);
  await writeFileAtomically(path, `${JSON.stringify({ results }, null, 2)}\n`);
}

/** Medians and ranges beside the values, for other programs that read the file. */
function withSummaries(result: BenchResult): BenchResult {
  const tables = result.report.tables.map((one) => ({
    ...one,
    rows: one.rows.map(({ label, values }) => ({
      label,
      values,
      summary: Object.fromEntries(Object.entries(values).map(([column, all]) => [column, summarize(all)])),
    })),
  }));
  return { ...result, report: { ...result.report, tables } };
}
