import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { CommandLine } from './inherit-nothing.ts';

/** Running `env` on a machine under load, in milliseconds. */
const probeDeadlineMs = 5_000;

/** By which a session manager ends all processes of a session at once. */
const blocks = ['--block-signal=TERM', '--block-signal=HUP'] as const;

/** GNU's `env` (coreutils 8.31 of 2019) can block signals, busybox's and macOS's cannot: it is tried, once. */
let works: Promise<boolean> | undefined;

/**
 * The command line of a program that is deaf to SIGTERM and SIGHUP, in the same process, where the system has a means to
 * that; the same line where not. For what is to be ended by its parent in good order, when a system sends these to both.
 */
export async function blockSignals(line: CommandLine): Promise<CommandLine> {
  works ??= tryOut();
  if (!(await works)) return line;
  return { command: 'env', parameters: [...blocks, line.command, ...line.parameters] };
}

async function tryOut(): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  return promisify(execFile)('env', [...blocks, 'true'], { timeout: probeDeadlineMs }).then(
    () => true,
    () => false,
  );
}
