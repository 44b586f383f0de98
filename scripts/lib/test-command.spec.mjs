import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './places.mjs';
import { readCounts, readFailures, summary, tiers } from './test-command.mjs';

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

describe('readFailures', () => {
  it('names the tests that failed, each with the first line of its reason, and files that did not run', () => {
    const name = (/** @type {string} */ path) => join(root, path);
    const report = {
      testResults: [
        {
          name: name('main/a.spec.ts'),
          status: 'failed',
          assertionResults: [
            { fullName: 'a works', status: 'passed' },
            {
              fullName: 'a ends',
              status: 'failed',
              failureMessages: ['\u001b[31mError: late\u001b[39m\n  at x'],
            },
          ],
        },
        { name: name('main/b.spec.ts'), status: 'failed', message: 'SyntaxError: no', assertionResults: [] },
        { name: name('main/c.spec.ts'), status: 'passed', message: '', assertionResults: [] },
      ],
    };
    expect(readFailures(JSON.stringify(report))).toEqual([
      'main/a.spec.ts > a ends: Error: late',
      'main/b.spec.ts: SyntaxError: no',
    ]);
  });

  it('names none where there is no report', () => {
    expect(readFailures('')).toEqual([]);
  });
});

describe('summary', () => {
  it('ends with all tests together, in the words that other tools read', () => {
    const lines = summary([
      { tier: tier('check'), code: 0, durationMs: 4_000, counts: null, failures: [] },
      {
        tier: tier('unit'),
        code: 0,
        durationMs: 9_000,
        counts: { passed: 40, failed: 0, skipped: 0 },
        failures: [],
      },
      {
        tier: tier('e2e'),
        code: 1,
        durationMs: 90_000,
        counts: { passed: 8, failed: 1, skipped: 2 },
        failures: ['e2e/x.e2e.ts > runs: Error: no'],
      },
    ]);
    expect(lines).toEqual([
      '',
      '✔ Types (4.0 s)',
      '✔ Unit tests, 40 passed, 0 failed (9.0 s)',
      '✖ End to end, on a real VM, 8 passed, 1 failed, 2 skipped (1 min 30 s)',
      '  ✖ e2e/x.e2e.ts > runs: Error: no',
      'Tests: 48 passed, 1 failed, 2 skipped',
    ]);
  });

  it('does not claim tests where a runner ended without a report', () => {
    const lines = summary([{ tier: tier('unit'), code: 1, durationMs: 900, counts: null, failures: [] }]);
    expect(lines).toEqual(['', '✖ Unit tests, no report (900 ms)']);
  });
});
