import type { Failure } from '../contract/errors.ts';
import type { Accelerator } from '../contract/status.ts';

/** How long a guest may take until its network is up, and then until its engine answers, in milliseconds. */
const bootDeadlines: Readonly<
  Record<'hardware' | 'software', { readonly guest: number; readonly engine: number }>
> = {
  hardware: { guest: 45_000, engine: 60_000 },
  // A stock Debian guest takes 61 to 74 s under emulation on two cores; a loaded host doubles that.
  software: { guest: 120_000, engine: 180_000 },
};

/**
 * How long an engine that ran and fell silent may take to come back before the VM is restarted, in milliseconds. Long,
 * since the guest restarts a dead engine itself, and one that is only busy loses its work by a restart.
 */
const recoveryDeadlineMs = 180_000;

/** Milliseconds from the VM's start until its network is up. */
export function guestDeadline(accelerator: Accelerator | 'any'): number {
  return deadlines(accelerator).guest;
}

/**
 * Milliseconds that an engine may be waited for: one that was lost (`problem`), one that is starting, or that of an
 * adopted VM of a certain age, which may be anywhere in its start or past it.
 */
export function patience(accelerator: Accelerator | 'any', problem: Failure | null, ageMs: number): number {
  const { guest, engine } = deadlines(accelerator);
  return problem !== null || ageMs > guest + engine ? recoveryDeadlineMs : engine;
}

/** What a wait that ran out is to say. */
export function notUpInTime(what: string) {
  return {
    code: 'boot-timeout' as const,
    message: `${what} did not come up in time.`,
    hint: 'The guest’s console says how far it got: `slipway logs --source console`. More cores or memory may help: `slipway settings list`.',
  };
}

function deadlines(accelerator: Accelerator | 'any') {
  return accelerator === 'tcg' || accelerator === 'any' ? bootDeadlines.software : bootDeadlines.hardware;
}
