// Runs one program for a build script: captured output, a deadline, an AbortSignal, and errors worth reading.
import { spawn } from 'node:child_process';

/** How many characters of a failed program's error output are shown. */
const shownErrorLength = 2000;

/** A program that could not be started, ended badly, or took too long. */
export class CommandError extends Error {
  /**
   * @param {string} message
   * @param {{ code: number | null, stderr: string, cause?: unknown }} detail
   */
  constructor(message, detail) {
    super(message, { cause: detail.cause });
    this.name = 'CommandError';
    this.code = detail.code;
    this.stderr = detail.stderr;
  }
}

/**
 * Runs a program to its end and gives its standard output. Throws CommandError when it cannot be started, exits other
 * than with 0, or is still running after `timeoutMs` (default 15 minutes).
 * @param {string} command
 * @param {readonly string[]} commandArguments
 * @param {{
 *   cwd?: string, env?: NodeJS.ProcessEnv, input?: string, signal?: AbortSignal | undefined, timeoutMs?: number,
 *   onStatusLine?: (line: string) => void
 * }} [options] `onStatusLine` gets each line that the program writes to file descriptor 3.
 * @returns {Promise<string>}
 */
export function runCommand(command, commandArguments, options = {}) {
  const timeoutMs = options.timeoutMs ?? 15 * 60_000;
  return new Promise((resolve, reject) => {
    const deadline = AbortSignal.timeout(timeoutMs);
    const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline;
    const child = spawn(command, commandArguments, {
      cwd: options.cwd,
      env: options.env,
      signal,
      stdio: ['pipe', 'pipe', 'pipe', options.onStatusLine ? 'pipe' : 'ignore'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text) => (stderr += text));
    if (options.onStatusLine) readLines(child.stdio[3], options.onStatusLine);
    child.stdin?.on('error', () => undefined); // a program that does not read its input is no failure of ours
    child.stdin?.end(options.input ?? '');
    child.on('error', (cause) => {
      if (options.signal?.aborted) reject(options.signal.reason);
      else if (deadline.aborted)
        reject(
          new CommandError(`${command} was still running after ${timeoutMs / 1000} s`, {
            code: null,
            stderr,
            cause,
          }),
        );
      else
        reject(
          new CommandError(`${command} could not be started: ${cause.message}`, {
            code: null,
            stderr,
            cause,
          }),
        );
    });
    child.on('close', (code, killedBy) => {
      if (code === 0) resolve(stdout);
      else
        reject(
          new CommandError(
            `${command} ${killedBy ? `was ended by ${killedBy}` : `failed with exit code ${code}`}: ` +
              (stderr.trim().slice(-shownErrorLength) || '(it printed no reason)'),
            { code, stderr },
          ),
        );
    });
  });
}

/**
 * @param {unknown} stream
 * @param {(line: string) => void} onLine
 */
function readLines(stream, onLine) {
  if (!stream || typeof stream !== 'object' || !('on' in stream)) return;
  const readable = /** @type {import('node:stream').Readable} */ (stream);
  let rest = '';
  readable.setEncoding('utf8').on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
}
