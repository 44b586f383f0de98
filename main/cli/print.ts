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

/** Milliseconds as people say them: `85 ms`, `4.2 s`, `1 min 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
