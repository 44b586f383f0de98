import { type Failure, toFailure } from '../contract/errors.ts';
import { delay, withDeadline } from '../util/wait.ts';
import type { Machine } from './driver.ts';

/** Between two pings, in milliseconds: with the deadline below a frozen VM is told within 15 s. */
const pingEveryMs = 3_000;

/** An emulated guest under full load has been seen to take seconds for a ping. In milliseconds. */
const pingDeadlineMs = 5_000;

/** What a look at the VM showed. */
export type Health = { readonly kind: 'good' } | { readonly kind: 'lost'; readonly problem: Failure };

/** What watching needs. */
export interface HealthOptions {
  readonly signal: AbortSignal;
  readonly ping: (signal: AbortSignal) => Promise<void>;
  readonly machine: () => Machine | undefined;
  readonly onHealth: (health: Health) => void;
  readonly rotateConsole: () => Promise<void>;
}

/**
 * Looks at the engine until the signal aborts. One ping that fails is forgiven unless the VM stands still or its
 * monitor is silent too; two in a row are a loss.
 */
export async function watchHealth(options: HealthOptions): Promise<void> {
  const { signal, machine, onHealth } = options;
  let missed = 0;
  for (;;) {
    await delay(pingEveryMs, signal);
    const paused = machine()?.pausedFor() ?? null;
    if (paused !== null) {
      onHealth({ kind: 'lost', problem: paused });
      continue;
    }
    try {
      await withDeadline(pingDeadlineMs, signal, silent(undefined), options.ping);
      missed = 0;
      onHealth({ kind: 'good' });
    } catch (error) {
      signal.throwIfAborted();
      missed += 1;
      try {
        await machine()?.checkMonitor(signal);
        if (missed >= 2) onHealth({ kind: 'lost', problem: silent(toFailure(error).message) });
      } catch (frozen) {
        signal.throwIfAborted();
        onHealth({ kind: 'lost', problem: toFailure(frozen) });
      }
    }
    await options.rotateConsole();
  }
}

function silent(detail: string | undefined): Failure {
  return {
    code: 'engine-unreachable',
    message: 'The Docker Engine stopped answering; its VM is alive.',
    hint: 'Slipway waits for it and restarts the VM if need be. The guest may be out of memory: `slipway logs --source console`.',
    ...(detail === undefined ? {} : { detail }),
  };
}
