import { type CheckResult, type DoctorReport, worstOf } from '../contract/doctor.ts';
import { withDeadline } from '../util/wait.ts';
import { type Check, type DoctorView, type Finding, thrown } from './check.ts';

/** Milliseconds that one check may take: a keychain, the slowest, is given five seconds; a host has ten to answer. */
const checkDeadlineMs = 20_000;

/** How checks are run. */
export interface RunOptions {
  readonly checks: readonly Check[];
  readonly signal: AbortSignal;
  /** Hears each result as it comes, in the order of the checks. */
  readonly onResult?: (result: CheckResult) => void;
  readonly deadlineMs?: number;
}

/**
 * Runs the checks one after the other: each may rest on what the one before has found to work. Rejects with the signal's reason
 * alone; a check that throws, or does not come to its end, is a failure and holds up no other.
 */
export async function runChecks(
  view: DoctorView,
  { checks, signal, onResult, deadlineMs = checkDeadlineMs }: RunOptions,
): Promise<DoctorReport> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    const { name, title } = check;
    for (const finding of await lookAt(check, view, signal, deadlineMs)) {
      const result: CheckResult = { name, title, ...finding };
      results.push(result);
      onResult?.(result);
    }
  }
  return { verdict: worstOf(results), checks: results };
}

async function lookAt(
  { title, look }: Check,
  view: DoctorView,
  signal: AbortSignal,
  deadlineMs: number,
): Promise<readonly Finding[]> {
  const late = {
    message: `${title}: this was not found out within ${Math.ceil(deadlineMs / 1_000)} s.`,
    hint: 'Try again when the machine is less busy; `slipway logs` says what went on.',
  };
  try {
    const found = await withDeadline(deadlineMs, signal, late, (until) => look(view, until));
    return Array.isArray(found) ? found : [found as Finding];
  } catch (error) {
    signal.throwIfAborted();
    return [thrown(error)];
  }
}
