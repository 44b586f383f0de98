import { describe, expect, it, vi } from 'vitest';
import { SlipwayError } from '../contract/errors.ts';
import { delay, withDeadline } from '../util/wait.ts';
import { awaitAnswer } from './await-answer.ts';
import { createFakeMachine, failure } from './fakes/fake-machine.ts';
import { fastNow } from './fakes/fast-waits.ts';

vi.mock('../util/wait.ts', async (original) => (await import('./fakes/fast-waits.ts')).fastWaits(original));

/** An engine that does not answer: why it is given up, and after how many seconds. */
async function givenUp({ isMonitorSilent }: { readonly isMonitorSilent: boolean }) {
  const machine = createFakeMachine(1);
  machine.checkMonitor = async (signal) => {
    if (isMonitorSilent)
      await withDeadline(5_000, signal, failure('vm-unresponsive'), (until) => delay(1_000_000, until));
  };
  const began = fastNow();
  const waiting = awaitAnswer(
    {
      ping: (signal) => delay(1_000_000, signal),
      machine: () => machine,
      ...{ patienceMs: 90_000, pauseMs: 1_000, silentSince: isMonitorSilent ? fastNow() : null },
      onPaused: () => undefined,
      now: fastNow,
    },
    new AbortController().signal,
  );
  const error = await waiting.catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(SlipwayError);
  return { code: (error as SlipwayError).code, seconds: (fastNow() - began) / 1_000 };
}

describe('an engine that served and is silent', () => {
  it('is given up sooner when the VM’s monitor is silent, too, and was so before', async () => {
    const [frozen, busy] = await Promise.all([
      givenUp({ isMonitorSilent: true }),
      givenUp({ isMonitorSilent: false }),
    ]);
    expect(frozen.code).toBe('vm-unresponsive');
    expect(busy.code).toBe('boot-timeout');
    expect(frozen.seconds).toBeGreaterThan(15);
    expect(frozen.seconds).toBeLessThan(busy.seconds / 3);
  });
});
