import { type ErrorCode, SlipwayError, toFailure } from '../contract/errors.ts';
import { printFailure } from './print.ts';
import { UsageError } from './usage-error.ts';

/** Exit codes: done, failed, used wrongly. */
export const exitCodes = { done: 0, failed: 1, usage: 2 } as const;

/** Failures that are the caller's own slip of the pen. */
const slips: readonly ErrorCode[] = ['invalid-argument', 'setting-unknown', 'settings-invalid'];

/** Says what went wrong (never with a stack) and answers the exit code. */
export function reportFailure(error: unknown): number {
  if (error instanceof UsageError) {
    printFailure(error);
    return exitCodes.usage;
  }
  printFailure(toFailure(error));
  return error instanceof SlipwayError && slips.includes(error.code) ? exitCodes.usage : exitCodes.failed;
}
