import { spawn } from 'node:child_process';
import { noteRun } from './last-programs.ts';

/** How a program ended, and what it printed. */
export interface ProgramResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

/** How a program is run. */
export interface RunOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Given to its standard input, which is then closed. */
  readonly input?: string | Uint8Array;
  /** How its output is read; latin1 keeps one character for each byte. */
  readonly encoding?: 'utf8' | 'latin1';
  /** After so many milliseconds it is killed, and the run rejects. */
  readonly timeoutMs?: number;
  /** Told of the process, to signal it. */
  readonly onSpawn?: (pid: number) => void;
  /** Told of each piece of standard output as it comes. */
  readonly onOutput?: (text: string) => void;
}

/** Runs a program to its end. Rejects only when it cannot be run or does not end in time. */
export function runProgram(
  program: string,
  parameters: readonly string[],
  { env, cwd, input = '', encoding = 'utf8', timeoutMs = 120_000, onSpawn, onOutput }: RunOptions,
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = spawn(program, parameters, { env, cwd });
    const ended = noteRun({ program, parameters, home: env.SLIPWAY_HOME });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => {
      stdout.push(chunk);
      onOutput?.(chunk.toString(encoding));
    });
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    const text = (chunks: readonly Buffer[]) => Buffer.concat(chunks).toString(encoding);
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      const said = `${text(stdout)}\n${text(stderr)}`;
      reject(
        new Error(`${program} ${parameters.join(' ')} did not end in ${timeoutMs} ms. It said:\n${said}`),
      );
    }, timeoutMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      const durationMs = performance.now() - startedAt;
      const result = { code, signal, stdout: text(stdout), stderr: text(stderr), durationMs };
      ended(result);
      resolve(result);
    });
    if (child.pid !== undefined) onSpawn?.(child.pid);
    // A program that ends without reading its input is no failure of the test's own.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
