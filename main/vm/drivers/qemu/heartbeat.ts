import type { Accelerator } from '../../../contract/status.ts';
import { orAborted, withDeadline } from '../../../util/wait.ts';
import type { ConsoleLog } from '../../console-log.ts';
import type { Machine } from '../../driver.ts';
import { exitError } from './qemu-machine.ts';

/** A guest that runs on real hardware prints within a second; one that hangs never does. In milliseconds. */
const heartbeatDeadlineMs = 5_000;

/** Resolves when the guest says its first word; rejects with `accelerator-failed` when it does not, and when the VM ends. */
export async function waitForHeartbeat(
  console: ConsoleLog,
  machine: Machine,
  accelerator: Accelerator,
  signal: AbortSignal,
): Promise<void> {
  const failure = {
    code: 'accelerator-failed' as const,
    message: `${accelerator.toUpperCase()} can be opened here, but a guest gave no sign of life within ${heartbeatDeadlineMs / 1000} s.`,
    hint: 'Software emulation is used in its place.',
  };
  await withDeadline(heartbeatDeadlineMs, signal, failure, async (inner) => {
    let stop: () => void = () => undefined;
    const heard = new Promise<void>((resolve) => {
      stop = console.follow(0, () => resolve());
    });
    try {
      const ended = machine.exited.then((exit) => Promise.reject(exitError(exit)));
      await orAborted(inner, Promise.race([heard, ended]));
    } finally {
      stop();
    }
  });
}
