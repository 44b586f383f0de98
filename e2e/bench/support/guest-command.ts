import { abortAfter } from '../../../main/util/wait.ts';
import { logInToGuest } from '../../../main/vm/guest/log-in.ts';
import type { BenchContext } from './context.ts';
import type { Instance } from './instance.ts';

const commandDeadlineMs = 180_000;

/** Runs a command in the guest as root; gives what it printed. Rejects when it fails. */
export async function runInGuest(
  context: BenchContext,
  { paths }: Instance,
  command: string,
): Promise<string> {
  const signal = abortAfter(commandDeadlineMs, context.signal);
  const failure = { message: 'The guest of the benchmark cannot be logged in to.', hint: 'Run it again.' };
  const session = await logInToGuest(paths, failure, signal);
  try {
    const { code, output } = await session.run(command, signal);
    if (code !== 0) throw new Error(`"${command}" ended with ${code} in the guest: ${output.trim()}`);
    return output;
  } finally {
    session.end();
  }
}
