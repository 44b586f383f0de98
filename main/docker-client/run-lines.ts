import { spawn } from 'node:child_process';
import { SlipwayError } from '../contract/errors.ts';
import { boundedLines } from '../util/bounded-lines.ts';

/** A command of the docker client, or of one of its plugins, that runs beside this program. */
export interface LinesOptions {
  readonly program: string;
  readonly parameters: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** Where it runs; where this program does unless it is said. */
  readonly folder?: string | undefined;
  /** What it is given to read; nothing unless it is said. */
  readonly input?: string | undefined;
  /** Most characters of a line that are told; those of progress have a few hundred. */
  readonly longestLine?: number;
  /** It was not started where this is not called. */
  readonly onStarted?: () => void;
  /** Hears each line; `isError`: of its standard error. Untrusted. */
  readonly onLine: (line: string, isError: boolean) => void;
  /** Milliseconds that it has to come to its end after Ctrl-C. */
  readonly graceMs?: number;
  /** Ends it as Ctrl-C does. */
  readonly signal: AbortSignal;
}

/** Most characters of a line that are told unless it is said. */
const usualLine = 16_384;

/** The same unless it is said: stopping containers takes ten seconds each. */
const usualGraceMs = 30_000;

/**
 * Runs a command line by line. Resolves with its exit code, or with null when a signal ended it; a command that is interrupted
 * is waited for, and killed with all it has started when it does not end in time. Rejects with `client-missing`.
 */
export function runLines(options: LinesOptions): Promise<number | null> {
  const { program, parameters, environment, folder, input, onLine, signal } = options;
  const { longestLine = usualLine, graceMs = usualGraceMs } = options;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...parameters], {
      ...(folder === undefined ? {} : { cwd: folder }),
      env: environment,
      stdio: ['pipe', 'pipe', 'pipe'],
      // In a group of its own: its plugins can be ended with it.
      detached: process.platform !== 'win32',
    });
    child.once('spawn', () => options.onStarted?.());
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
      reject(notStarted(program, folder, error));
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

function notStarted(program: string, folder: string | undefined, error: Error): SlipwayError {
  const again = 'install Slipway again (in a checkout run `npm start`).';
  return new SlipwayError(
    {
      code: 'client-missing',
      message: `The program ${program} could not be started${folder === undefined ? '' : ` in ${folder}`}: ${error.message}.`,
      hint: folder === undefined ? `I${again.slice(1)}` : `See that this folder is there; if it is, ${again}`,
    },
    { cause: error },
  );
}
