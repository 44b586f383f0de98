import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Expression } from '../logs/search/expression.ts';
import type { SearchAnswer } from '../logs/search/search-core.ts';
import { createSearchTrial } from './search-trial.ts';

const expression: Expression = { text: '(a+)+$', isRegular: true, matchCase: false };

/** Workers that answer when they are told to; how many were opened and ended. */
function setUp() {
  const state = { opened: 0, ended: 0, answer: (): void => undefined };
  const trial = createSearchTrial((hear: (answer: SearchAnswer) => void) => {
    state.opened += 1;
    let isOpen = true;
    return {
      ask: () => {
        state.answer = () => isOpen && hear([]);
      },
      end: () => {
        isOpen = false;
        state.ended += 1;
      },
    };
  });
  return { state, trial };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('passes what comes to an end, one after another in the same worker', async () => {
  const { state, trial } = setUp();
  for (const _ of [1, 2]) {
    const verdict = trial.try(expression, ['aaa']);
    state.answer();
    expect(await verdict).toBe('passed');
  }
  await vi.advanceTimersByTimeAsync(60_000);
  expect(state).toMatchObject({ opened: 1, ended: 0 });
});

it('refuses what takes too long, ends it, and tries the next one anew', async () => {
  const { state, trial } = setUp();
  const slow = trial.try(expression, ['aaa']);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await slow).toBe('slow');
  expect(state.ended).toBe(1);
  const next = trial.try(expression, ['aaa']);
  state.answer();
  expect(await next).toBe('passed');
  expect(state.opened).toBe(2);
});

it('does not wait for what nobody wants any more', async () => {
  const { state, trial } = setUp();
  const first = trial.try(expression, ['aaa']);
  const second = trial.try(expression, ['aaa']);
  expect(await first).toBe('overtaken');
  state.answer();
  expect(await second).toBe('passed');
  const third = trial.try(expression, ['aaa']);
  trial.end();
  expect(await third).toBe('overtaken');
  expect(state).toMatchObject({ opened: 2, ended: 2 });
});
