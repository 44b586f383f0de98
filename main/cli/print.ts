import type { Failure } from '../contract/errors.ts';
import { failureLines } from '../util/failure-lines.ts';

/** Writes lines to standard output. */
export function print(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

/** Writes lines to standard error: progress and remarks, which no script reads. */
export function remark(...lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
}

/** Says what failed and what to try, one line each. */
export function printFailure(failure: Pick<Failure, 'message' | 'hint'>): void {
  remark(...failureLines(failure));
}
