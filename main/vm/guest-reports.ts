/** A line in which the guest's init reports a stage. */
export type GuestReport =
  | { readonly kind: 'done'; readonly stage: string }
  | { readonly kind: 'failed'; readonly stage: string; readonly reason: string }
  | { readonly kind: 'panic'; readonly reason: string };

/** A report that the guest could not go on. */
export type GuestFailure = Exclude<GuestReport, { readonly kind: 'done' }>;

const reportPattern = /slipway: (done|failed) ([a-z][a-z0-9-]*)(?:: (.*))?$/;
const panicPattern = /Kernel panic - not syncing: (.*)$/;

/**
 * Finds the reports in a stream of console output, which comes in pieces of any length.
 * The console is for eyes and for telling how far a start is; "running" never rests on it, since a guest can write to it.
 */
export function createReportReader(listener: (report: GuestReport) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    // Without line ends a hostile console could fill the memory.
    rest = (lines.pop() ?? '').slice(-4096);
    for (const line of lines) {
      const report = parseReport(line.trimEnd());
      if (report !== undefined) listener(report);
    }
  };
}

/** The report in one line of the console, if it is one. */
export function parseReport(line: string): GuestReport | undefined {
  const panic = panicPattern.exec(line);
  if (panic) return { kind: 'panic', reason: panic[1] ?? '' };
  const match = reportPattern.exec(line);
  if (!match) return undefined;
  const stage = match[2] ?? '';
  return match[1] === 'done'
    ? { kind: 'done', stage }
    : { kind: 'failed', stage, reason: match[3] ?? 'no reason given' };
}

/** The last failure that a piece of the console tells of; undefined when it tells of none. */
export function lastFailureIn(text: string): GuestFailure | undefined {
  for (const line of text.split('\n').reverse()) {
    const report = parseReport(line.trimEnd());
    if (report !== undefined && report.kind !== 'done') return report;
  }
  return undefined;
}
