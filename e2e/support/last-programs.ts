import type { ProgramResult } from './run-program.ts';

/** A program that a test has run. */
export interface ProgramRun {
  readonly program: string;
  readonly parameters: readonly string[];
  /** Where its instance lies; undefined when it belongs to none. */
  readonly home: string | undefined;
  /** Undefined until it has ended. */
  readonly result: ProgramResult | undefined;
}

/** How many runs are remembered: a test that waits may ask hundreds of times. */
const kept = 6;

let runs: readonly ProgramRun[] = [];

/** Remembers a run that begins, and forgets one of long before. What it answers is to be told how the run has ended. */
export function noteRun(begun: Omit<ProgramRun, 'result'>): (result: ProgramResult) => void {
  const run: { -readonly [Key in keyof ProgramRun]: ProgramRun[Key] } = { ...begun, result: undefined };
  runs = [...runs, run].slice(-kept);
  return (result) => {
    run.result = result;
  };
}

/** The last runs since they were forgotten, oldest first. */
export function lastRuns(): readonly ProgramRun[] {
  return runs;
}

/** To be called before each test. */
export function forgetRuns(): void {
  runs = [];
}
