import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFakeMachine } from './fakes/fake-machine.ts';
import { keepGuestClock, wakeGuest } from './guest-clock.ts';

const { signal } = new AbortController();

/** A guest that keeps its own time, and a host whose clocks are set by the test. */
function scene() {
  const host = { now: 1_700_000_000_000, steady: 5_000 };
  const guest = { behind: 0, asked: [] as string[][] };
  const machine = createFakeMachine(1);
  machine.answer = async (words) => {
    guest.asked.push([...words]);
    if (words[0] === 'wake') guest.behind = 0;
    return ((host.now - guest.behind) / 1_000).toFixed(9);
  };
  const clock = keepGuestClock(
    () => host.now,
    () => host.steady,
  );
  /** So many milliseconds pass, on both of the host's clocks. */
  const pass = (milliseconds: number) => {
    host.now += milliseconds;
    host.steady += milliseconds;
  };
  const verbs = () => guest.asked.map(([verb]) => verb);
  return { host, guest, clock, pass, verbs, look: () => clock.look(machine, signal) };
}

describe('wakeGuest', () => {
  it('tells the time, and bytes that no other guest is given', async () => {
    const machine = createFakeMachine(1);
    const told: (readonly string[])[] = [];
    machine.answer = async (words) => {
      told.push(words);
      return '';
    };
    await wakeGuest(machine, signal);
    await wakeGuest(machine, signal);
    for (const [verb, seconds, random] of told) {
      expect(verb).toBe('wake');
      expect(Math.abs(Number(seconds) * 1_000 - Date.now())).toBeLessThan(1_000);
      expect(random).toMatch(/^[0-9a-f]{128}$/);
    }
    expect(told[0]?.[2]).not.toBe(told[1]?.[2]);
  });
});

describe('a guest that is slow to answer', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Wakes a guest whose answers take so many milliseconds, one after the other; answers what it was told. */
  async function wakeSlowly(answersTake: readonly number[]) {
    vi.useFakeTimers();
    const machine = createFakeMachine(1);
    const told: (readonly string[])[] = [];
    machine.answer = async (words) => {
      told.push(words);
      vi.advanceTimersByTime(answersTake[told.length - 1] ?? answersTake.at(-1) ?? 0);
      return '';
    };
    await wakeGuest(machine, signal, true);
    return told;
  }

  it('is told the time again until it answers promptly', async () => {
    const told = await wakeSlowly([900, 600, 40]);
    expect(told.map((words) => words.slice(3))).toEqual([['loaded'], [], []]);
    expect(Number(told[2]?.[1]) - Number(told[0]?.[1])).toBeCloseTo(1.5, 2);
  });

  it('is told once when it does so at first', async () => {
    expect(await wakeSlowly([40])).toHaveLength(1);
  });

  it('is not told for ever', async () => {
    expect(await wakeSlowly([900])).toHaveLength(4);
  });
});

describe('a guest’s clock', () => {
  it('is looked at once a minute, and let alone when it is right', async () => {
    const { pass, verbs, look } = scene();
    for (let second = 0; second < 120; second += 3) {
      pass(3_000);
      await look();
    }
    expect(verbs()).toEqual(['clock', 'clock']);
  });

  it('is set when it has drifted away', async () => {
    const { guest, pass, verbs, look } = scene();
    guest.behind = 400;
    pass(60_000);
    await look();
    expect(verbs()).toEqual(['clock', 'wake']);
    expect(guest.behind).toBe(0);
  });

  it('is not set for less than what is allowed', async () => {
    const { guest, pass, verbs, look } = scene();
    guest.behind = -200;
    pass(60_000);
    await look();
    expect(verbs()).toEqual(['clock']);
  });

  it.each([
    ['an hour asleep', 3_600_000],
    ['set back by an hour', -3_600_000],
    ['put right by half a second', 500],
  ])('is looked at as soon as the host’s own has jumped: %s', async (_, jump) => {
    const { host, guest, pass, verbs, look } = scene();
    host.now += jump;
    guest.behind = jump;
    pass(3_000);
    await look();
    expect(verbs()).toEqual(['clock', 'wake']);
    pass(3_000);
    await look();
    expect(verbs()).toEqual(['clock', 'wake']);
  });
});
