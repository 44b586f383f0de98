import { execFile } from 'node:child_process';

/** Programs of the system answer within a fraction of a second; PowerShell takes one or two to begin. In milliseconds. */
const deadlineMs = 10_000;

/** A store of hundreds of certificates has some hundred kilobytes. In bytes. */
const mostOutputBytes = 16 * 1_048_576;

/** Asks a program of the system. What it printed; undefined where there is none, and when it failed or was not done in time. */
export type AskSystem = (program: string, parameters: readonly string[]) => Promise<string | undefined>;

/** {@link AskSystem} on this computer. */
export const askSystem: AskSystem = (program, parameters) =>
  new Promise((resolve) => {
    const options = {
      timeout: deadlineMs,
      killSignal: 'SIGKILL' as const,
      maxBuffer: mostOutputBytes,
      windowsHide: true,
    };
    execFile(program, [...parameters], options, (error, stdout) =>
      resolve(error === null ? stdout : undefined),
    );
  });
