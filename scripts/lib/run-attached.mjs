// Runs a program as if it had been typed instead of this script: same terminal, same exit code, same signals.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { StepError } from './step-error.mjs';

/**
 * @param {string} program
 * @param {readonly string[]} programArguments
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} its exit code; 128 and the signal's number when a signal ended it
 */
export function runAttached(program, programArguments, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, programArguments, { ...options, stdio: 'inherit' });
    // A terminal sends Ctrl-C to both: the program decides what to do about it, this script waits for it.
    const ignore = () => undefined;
    const forward = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
    process.on('SIGINT', ignore);
    process.on('SIGTERM', forward);
    process.on('SIGHUP', forward);
    const settle = () => {
      process.off('SIGINT', ignore);
      process.off('SIGTERM', forward);
      process.off('SIGHUP', forward);
    };
    child.on('error', (cause) => {
      settle();
      reject(
        new StepError(
          `${program} could not be started: ${cause.message}`,
          'Run the same command again.',
          cause,
        ),
      );
    });
    child.on('exit', (code, signal) => {
      settle();
      resolve(code ?? 128 + (signal ? (constants.signals[signal] ?? 0) : 0));
    });
  });
}
