import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** SIGTERM, and SIGKILL after this many milliseconds. */
const graceMs = 10_000;

/** Ends a program that a test has started; resolves once it has ended. One that has ended, or never began, is no failure. */
export async function endChild(child: ChildProcess | undefined): Promise<void> {
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  const force = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await ended;
  clearTimeout(force);
}
