import { once } from 'node:events';
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
  if (!(await agrees(`${question} [y/N] `, process.stdin, process.stderr)))
    throw new UsageError('Nothing was done.', `Answer "y" to ${what}.`);
}

/** Whether somebody at a terminal says yes. Ctrl-C and the end of what is typed are a no. */
export async function agrees(
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream & { readonly isTTY?: boolean },
): Promise<boolean> {
  const asking = createInterface({ input, output, terminal: output.isTTY === true });
  try {
    const left = once(asking, 'close').then(() => undefined);
    const answer = await Promise.race([asking.question(question).catch(() => undefined), left]);
    // What comes next does not belong behind the question.
    if (answer === undefined) output.write('\n');
    return answer !== undefined && /^y(es)?$/i.test(answer.trim());
  } finally {
    asking.close();
  }
}
