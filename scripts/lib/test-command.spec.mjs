import { describe, expect, it } from 'vitest';
import { readCounts, summary, tiers } from './test-command.mjs';

/** @param {string} name */
function tier(name) {
  const found = tiers.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no tier ${name}`);
  return found;
}

describe('readCounts', () => {
  it('counts tests that were left out as skipped', () => {
    const report = {
      numPassedTests: 7,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
      success: false,
    };
    expect(readCounts(JSON.stringify(report))).toEqual({ passed: 7, failed: 1, skipped: 3 });
  });

  it.each(['', '{', '{}', '{"numPassedTests":"7"}'])('makes nothing of a report like %j', (text) => {
    expect(readCounts(text)).toBeNull();
  });
});

describe('summary', () => {
  it('ends with all tests together, in the words that other tools read', () => {
    const lines = summary([
      { tier: tier('check'), code: 0, durationMs: 4_000, counts: null },
      { tier: tier('unit'), code: 0, durationMs: 9_000, counts: { passed: 40, failed: 0, skipped: 0 } },
      { tier: tier('e2e'), code: 1, durationMs: 90_000, counts: { passed: 8, failed: 1, skipped: 2 } },
    ]);
    expect(lines).toEqual([
      '',
      '✔ Types (4.0 s)',
      '✔ Unit tests, 40 passed, 0 failed (9.0 s)',
      '✖ End to end, on a real VM, 8 passed, 1 failed, 2 skipped (1 min 30 s)',
      'Tests: 48 passed, 1 failed, 2 skipped',
    ]);
  });

  it('does not claim tests where a runner ended without a report', () => {
    const lines = summary([{ tier: tier('unit'), code: 1, durationMs: 900, counts: null }]);
    expect(lines).toEqual(['', '✖ Unit tests, no report (900 ms)']);
  });
});
