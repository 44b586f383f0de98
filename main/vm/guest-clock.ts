import { randomBytes } from 'node:crypto';
import type { Machine } from './driver.ts';

/** Apart by more than this, the guest's clock is set. Half of what is promised. In milliseconds. */
const toleranceMs = 250;

/** Between two looks at a clock that nothing speaks against, in milliseconds. */
const lookEveryMs = 60_000;

/**
 * A guest sets its clock at some time between our word and its answer; later than this, the time that it was told may be
 * past, and it is told once more. In milliseconds.
 */
const promptMs = 250;

/** How often a guest is told the time that never answers promptly: on a machine that is so busy it is right in the end. */
const mostWords = 4;

/** What a guest that was loaded from a file is given for its random pools, in bytes. */
const randomBytesGiven = 64;

/**
 * Tells a guest the time, and gives it randomness that no other guest from the same file has. To be called when it goes
 * on after standing still. `loaded`: its memory was put to sleep and loaded, so that the other ends of its connections are
 * gone; it ends them soon after its answer.
 */
export async function wakeGuest(machine: Machine, signal: AbortSignal, loaded = false): Promise<void> {
  for (let told = 1; told <= mostWords; told += 1) {
    const random = randomBytes(randomBytesGiven).toString('hex');
    const asked = performance.now();
    const words = [
      'wake',
      (Date.now() / 1000).toFixed(3),
      random,
      ...(loaded && told === 1 ? ['loaded'] : []),
    ];
    await machine.control.ask(words, signal);
    // By a clock that nobody sets.
    if (performance.now() - asked <= promptMs) return;
  }
}

/** Keeps a guest's clock by the host's. */
export interface GuestClock {
  /** Looks whether it is time to look; to be called every few seconds. Rejects when the guest does not answer. */
  look(machine: Machine, signal: AbortSignal): Promise<void>;
}

/**
 * Sets the guest's clock when the host's has jumped (the host slept, or its clock was set), and looks at it from time to
 * time. `now`: milliseconds since 1970; `steady`: milliseconds that never jump.
 */
export function keepGuestClock(now: () => number, steady: () => number): GuestClock {
  let offset = now() - steady();
  let lookedAt = steady();
  return {
    async look(machine, signal) {
      const present = now() - steady();
      const jumped = Math.abs(present - offset) > toleranceMs;
      if (!jumped && steady() - lookedAt < lookEveryMs) return;
      offset = present;
      lookedAt = steady();
      const asked = now();
      const guest = Number(await machine.control.ask(['clock'], signal)) * 1000;
      const answered = now();
      // The guest looked at its clock at some time between the two.
      if (guest < asked - toleranceMs || guest > answered + toleranceMs) await wakeGuest(machine, signal);
    },
  };
}
