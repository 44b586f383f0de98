import { spawn } from 'node:child_process';
import { isatty } from 'node:tty';
import { SlipwayError } from '../contract/errors.ts';

/** How a program ended. */
export type ProgramEnd =
  | { readonly kind: 'code'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: NodeJS.Signals };

/**
 * Runs a program in the place of this one, as far as Node can: same terminal, same streams; signals sent to this
 * process reach the program. Resolves when it has ended; when `signal` aborts, the program is ended. `onStarted`: it was not
 * started where that is not called.
 */
export async function runInstead(
  program: string,
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
  onStarted: () => void = () => undefined,
): Promise<ProgramEnd> {
  const child = spawn(program, parameters, { stdio: 'inherit', env: environment, signal });
  child.once('spawn', onStarted);
  // Not by `process.stdin.isTTY`: Node then makes a pipe that is handed over here non-blocking, for the program that has begun to
  // read it, too, whose next read fails (EAGAIN) and is taken for the end of its input.
  const atTerminal = standardStreams.some((stream) => isatty(stream));
  const restore = forwardedSignals.map((signal) => {
    const forward = () => {
      // A terminal sends these to the whole foreground group: the program has it already, and docker counts
      // interrupts (the third one leaves a container behind).
      if (atTerminal && fromTerminal.includes(signal)) return;
      child.kill(signal);
    };
    process.on(signal, forward);
    return () => process.off(signal, forward);
  });
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', (error) => {
        if (signal.aborted) return reject(signal.reason);
        reject(
          new SlipwayError(
            {
              code: 'client-missing',
              message: `The program ${program} could not be started: ${error.message}.`,
              hint: 'In a checkout run `npm start`, which builds it again; otherwise install Slipway again.',
            },
            { cause: error },
          ),
        );
      });
      child.once('exit', (code, signal) =>
        resolve(signal === null ? { kind: 'code', code: code ?? 1 } : { kind: 'signal', signal }),
      );
    });
  } finally {
    for (const off of restore) off();
  }
}

/** Input, output and errors, by their file descriptors. */
const standardStreams: readonly number[] = [0, 1, 2];

const fromTerminal: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];

const forwardedSignals: readonly NodeJS.Signals[] =
  process.platform === 'win32'
    ? ['SIGINT', 'SIGTERM']
    : ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'];
