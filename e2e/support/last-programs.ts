import type { ProgramResult } from './run-program.ts';

/** A program that a test has run to its end. */
export interface ProgramRun {
  readonly program: string;
  readonly parameters: readonly string[];
  /** Where its instance lies; undefined when it belongs to none. */
  readonly home: string | undefined;
  readonly result: ProgramResult;
}

/** A test that waits may ask hundreds of times. */
const kept = 6;

let runs: readonly ProgramRun[] = [];

/** Remembers a run, and forgets one of long before. */
export function noteRun(run: ProgramRun): void {
  runs = [...runs, run].slice(-kept);
}

/** The last runs since they were forgotten, oldest first. */
export function lastRuns(): readonly ProgramRun[] {
  return runs;
}

/** To be called before each test. */
export function forgetRuns(): void {
  runs = [];
}
