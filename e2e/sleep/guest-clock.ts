import { expect } from 'vitest';
import { abortAfter } from '../../main/util/wait.ts';
import { logInToGuest } from '../../main/vm/guest/log-in.ts';
import type { GuestSession } from '../../main/vm/guest/ssh-session.ts';
import type { Instance } from '../support/instance.ts';

/** Milliseconds that asking may take. */
const askedWithinMs = 10_000;

/** How far a guest's clock may be off while it runs, in milliseconds. */
const promisedMs = 500;

/** By how much a guest's clock is ahead of ours, which lies somewhere between the two, in milliseconds. */
export interface ClockDifference {
  readonly least: number;
  readonly most: number;
}

/** Whether that is as near as promised. */
export function isRight({ least, most }: ClockDifference): boolean {
  return most > -promisedMs && least < promisedMs;
}

/** A way to ask a guest for its time, by a login that stays: a new one would take longer than what is looked at. */
export interface GuestClock {
  /** How far it is from a clock that is `aheadMs` ahead of ours. */
  differenceTo(aheadMs?: number): Promise<ClockDifference>;
  end(): void;
}

/** Logs in to the guest of an instance that runs. */
export async function openGuestClock({ paths }: Pick<Instance, 'paths'>): Promise<GuestClock> {
  const words = { message: 'No answer.', hint: 'None.' };
  const session: GuestSession = await logInToGuest(paths, words, abortAfter(askedWithinMs));
  return {
    async differenceTo(aheadMs = 0) {
      const asked = Date.now() + aheadMs;
      const { output } = await session.run('/usr/bin/date +%s.%N', abortAfter(askedWithinMs));
      const answered = Date.now() + aheadMs;
      const guest = Number(output) * 1_000;
      return { least: guest - answered, most: guest - asked };
    },
    end: () => session.end(),
  };
}

/** The clock of an instance that runs is as near to ours as promised. */
export async function expectGuestClockRight(instance: Pick<Instance, 'paths'>): Promise<void> {
  const clock = await openGuestClock(instance);
  try {
    const difference = await clock.differenceTo();
    expect(isRight(difference), `it is ahead by ${JSON.stringify(difference)}`).toBe(true);
  } finally {
    clock.end();
  }
}
