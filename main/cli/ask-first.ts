import { createInterface } from 'node:readline/promises';
import { remark } from './print.ts';
import { UsageError } from './usage-error.ts';

/** What somebody is asked to agree to. */
export interface Consent {
  /** What is to be agreed to, as part of a sentence: `restore a snapshot`. */
  readonly what: string;
  /** What is to be known before. */
  readonly warning: readonly string[];
  readonly question: string;
  /** The command line that agrees beforehand. */
  readonly command: string;
}

/** Asks at the terminal. Throws a {@link UsageError} unless the answer is yes, and where there is no terminal. */
export async function askFirst({ what, warning, question, command }: Consent): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new UsageError(
      `To ${what} somebody has to agree, and there is no terminal to ask at.`,
      `To agree beforehand: \`${command}\`.`,
    );
  }
  remark(...warning);
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await asking.question(`${question} [y/N] `);
    if (!/^y(es)?$/i.test(answer.trim())) {
      throw new UsageError('Nothing was done.', `Answer "y" to ${what}.`);
    }
  } finally {
    asking.close();
  }
}
