import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { abortAfter } from '../../../main/util/wait.ts';

/** Letters of a program's standard error that are kept: the progress of a build is written there. */
const mostErrors = 4_000_000;

/** How a program is run. */
export interface ProgramOptions {
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** A file that it reads as its standard input. */
  readonly inputFile?: string;
}

/** What a program said and how long it took, from its start to its end. */
export interface ProgramOutcome {
  readonly output: string;
  /** What it said on its standard error; the end of it, where that is long. */
  readonly errors: string;
  readonly durationMs: number;
}

/** Runs a program to its end. Rejects when it fails or is too slow, with the end of what it printed. */
export async function runProgram(
  command: string,
  words: readonly string[],
  options: ProgramOptions,
): Promise<ProgramOutcome> {
  const deadline = abortAfter(options.deadlineMs);
  const begun = performance.now();
  // Ended as a whole: what it started goes with it.
  const child = spawn(command, words, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const end = () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  };
  const either = AbortSignal.any([options.signal, deadline]);
  either.addEventListener('abort', end, { once: true });
  let [output, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-mostErrors);
  });
  child.stdin.on('error', () => undefined);
  if (options.inputFile === undefined) child.stdin.end();
  else
    pipeline(createReadStream(options.inputFile, { highWaterMark: 256 * 1024 }), child.stdin).catch(
      () => undefined,
    );
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    options.signal.throwIfAborted();
    if (deadline.aborted) throw new Error(`it was still running after ${options.deadlineMs / 1000} s`);
    if (code !== 0)
      throw new Error(`it ended with ${code}: ${(errors.trim() || output.trim()).slice(-1_000)}`);
    return { output, errors, durationMs: performance.now() - begun };
  } catch (error) {
    options.signal.throwIfAborted();
    throw new Error(`${[command, ...words].join(' ')}: ${(error as Error).message}`, { cause: error });
  } finally {
    either.removeEventListener('abort', end);
  }
}
