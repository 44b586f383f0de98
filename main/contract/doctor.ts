/** What a look at one thing came to. `skipped`: there was nothing to look at, as with an engine that does not run. */
export const checkVerdicts = ['ok', 'skipped', 'warning', 'failure'] as const;

/** One of {@link checkVerdicts}. */
export type CheckVerdict = (typeof checkVerdicts)[number];

/** What a check has found. One check may find several things. */
export interface CheckResult {
  /** The check's name. Stable: documented in docs/cli.md. */
  readonly name: string;
  readonly title: string;
  readonly verdict: CheckVerdict;
  /** What was found, on what: one sentence. */
  readonly message: string;
  /** What to try: one sentence; empty where nothing has to be done. */
  readonly hint: string;
}

/** What `slipway doctor --json` prints. */
export interface DoctorReport {
  /** The worst of all. */
  readonly verdict: 'ok' | 'warning' | 'failure';
  readonly checks: readonly CheckResult[];
}

/** The worst verdict among results; what was skipped counts for nothing. */
export function worstOf(results: readonly Pick<CheckResult, 'verdict'>[]): DoctorReport['verdict'] {
  const verdicts = new Set(results.map(({ verdict }) => verdict));
  return verdicts.has('failure') ? 'failure' : verdicts.has('warning') ? 'warning' : 'ok';
}
