import { join } from 'node:path';
import type { BenchContext } from './context.ts';
import type { Instance } from './instance.ts';
import { type ProgramOutcome, runProgram } from './run-program.ts';

const deadlineMs = 180_000;

/** Runs the `slipway` command on an instance, as its user does. */
export function slipway(
  context: BenchContext,
  { environment }: Instance,
  words: readonly string[],
): Promise<ProgramOutcome> {
  const program = join(context.root, 'build/app/main/cli.js');
  const options = { signal: context.signal, deadlineMs, env: environment };
  return runProgram(process.execPath, [program, ...words], options);
}
