import { spawn } from 'node:child_process';
import { SlipwayError } from '../contract/errors.ts';
import { boundedLines } from '../util/bounded-lines.ts';

/** A command of the docker client that runs beside this program. */
export interface LinesOptions {
  readonly docker: string;
  readonly parameters: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** Where it runs. */
  readonly folder: string;
  /** What it is given to read; nothing unless it is said. */
  readonly input?: string;
  /** Most characters of a line that are told; those of progress have a few hundred. */
  readonly longestLine?: number;
  /** Hears each line; `isError`: of its standard error. Untrusted. */
  readonly onLine: (line: string, isError: boolean) => void;
  /** Ends it as Ctrl-C does. */
  readonly signal: AbortSignal;
}

/** Most characters of a line that are told unless it is said. */
const usualLine = 16_384;

/** Milliseconds that a command has to come to its end after Ctrl-C: stopping containers takes ten seconds each. */
const graceMs = 30_000;

/**
 * Runs a command line by line. Resolves with its exit code, or with null when a signal ended it; a command that is interrupted
 * is waited for, and killed with all it has started when it does not end within half a minute. Rejects with `client-missing`.
 */
export function runLines(options: LinesOptions): Promise<number | null> {
  const { docker, parameters, environment, folder, input, longestLine = usualLine, onLine, signal } = options;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = spawn(docker, [...parameters], {
      cwd: folder,
      env: environment,
      stdio: ['pipe', 'pipe', 'pipe'],
      // In a group of its own: its plugins can be ended with it.
      detached: process.platform !== 'win32',
    });
    let late: ReturnType<typeof setTimeout> | undefined;
    const interrupt = () => {
      // All of its group, as a terminal does: what it has started is to hear of it, too.
      signalGroup(child.pid, 'SIGINT');
      late = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), graceMs);
    };
    signal.addEventListener('abort', interrupt, { once: true });
    const outputs = [
      { stream: child.stdout, lines: boundedLines(longestLine, (line) => onLine(line, false)) },
      { stream: child.stderr, lines: boundedLines(longestLine, (line) => onLine(line, true)) },
    ];
    for (const { stream, lines } of outputs) stream.on('data', (piece: Buffer) => lines.push(piece));
    // One that reads nothing closes its end, which is for its exit code to explain.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
    const settle = () => {
      clearTimeout(late);
      signal.removeEventListener('abort', interrupt);
    };
    child.once('error', (error) => {
      settle();
      reject(
        new SlipwayError(
          {
            code: 'client-missing',
            message: `The program ${docker} could not be started in ${folder}: ${error.message}.`,
            hint: 'See that this folder is there; if it is, install Slipway again (in a checkout run `npm start`).',
          },
          { cause: error },
        ),
      );
    });
    // Not `exit`: its last lines may still be on their way.
    child.once('close', (code) => {
      settle();
      for (const { lines } of outputs) lines.end();
      resolve(code);
    });
  });
}

/** Sends a signal to a process and what it has started; one that has gone is no error. */
function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // It has just ended.
  }
}
