// `npm test`: every kind of test, one after another, cheapest first. All are run even when one fails.
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { places, root } from './places.mjs';
import { formatDuration } from './progress.mjs';
import { runAttached } from './run-attached.mjs';

/**
 * @typedef {object} Tier
 * @property {string} name by which a user asks for it; also the npm script's
 * @property {string} title
 * @property {boolean} counted whether it is vitest, which counts its tests in a file
 * @property {number} lanes how many of its files run at once, where they do not take what processors there are
 */

/** @type {readonly Tier[]} */
export const tiers = [
  { name: 'check', title: 'Types', counted: false, lanes: 1 },
  { name: 'lint', title: 'Lint and formatting', counted: false, lanes: 1 },
  { name: 'unit', title: 'Unit tests', counted: true, lanes: 1 },
  // Tests wait for two fifths of their time: two lanes leave a sixth of two processors idle, three a sixteenth.
  { name: 'e2e', title: 'End to end, on a real VM', counted: true, lanes: 3 },
];

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */
/**
 * @typedef {object} Outcome
 * @property {Tier} tier
 * @property {number} code
 * @property {number} durationMs
 * @property {Counts | null} counts
 * @property {readonly string[]} failures which tests failed, and of what: a line each
 */

/**
 * @param {readonly string[]} names of the kinds to run; none: all
 * @param {(line: string) => void} print
 * @returns {Promise<number>} the first exit code that was not 0, or 0
 */
export async function runTests(names, print) {
  /** @type {Outcome[]} */
  const outcomes = [];
  await mkdir(places.testResults, { recursive: true });
  for (const tier of tiers.filter(({ name }) => names.length === 0 || names.includes(name))) {
    print(`\n── ${tier.title} (npm run ${tier.name})`);
    const outcome = await runTier(tier);
    outcomes.push(outcome);
    // Ctrl-C ends the whole run, not only one kind of test.
    if (outcome.code === 130) break;
  }
  for (const line of summary(outcomes)) print(line);
  return outcomes.find(({ code }) => code !== 0)?.code ?? 0;
}

/**
 * @param {Tier} tier
 * @returns {Promise<Outcome>}
 */
async function runTier(tier) {
  const startedAt = Date.now();
  const resultFile = join(places.testResults, `${tier.name}.json`);
  await rm(resultFile, { force: true });
  const reporters = ['--', '--reporter=default', '--reporter=json', `--outputFile.json=${resultFile}`];
  const npmArguments = ['run', '--silent', tier.name, ...(tier.counted ? reporters : [])];
  const env = { ...process.env, SLIPWAY_E2E_LANES: String(tier.lanes) };
  const code = await runAttached('npm', npmArguments, { cwd: root, env });
  const report = tier.counted ? await readFile(resultFile, 'utf8').catch(() => '') : '';
  const durationMs = Date.now() - startedAt;
  return { tier, code, durationMs, counts: readCounts(report), failures: readFailures(report) };
}

/**
 * Reads vitest's JSON report.
 * @param {string} text
 * @returns {Counts | null} null when the runner ended before it could write one
 */
export function readCounts(text) {
  try {
    const report = JSON.parse(text);
    const counts = {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    };
    return Object.values(counts).every(Number.isInteger) ? counts : null;
  } catch {
    return null;
  }
}

/**
 * Which tests failed, by vitest's JSON report, and of what: the first line of what was thrown. A file that could not be run at
 * all is one of them.
 * @param {string} text
 * @returns {string[]}
 */
export function readFailures(text) {
  try {
    return JSON.parse(text).testResults.flatMap((/** @type {any} */ file) => {
      const path = relative(root, file.name);
      const failed = file.assertionResults.filter((/** @type {any} */ test) => test.status === 'failed');
      if (failed.length === 0) return file.status === 'failed' ? [line(path, file.message)] : [];
      return failed.map((/** @type {any} */ test) =>
        line(`${path} > ${test.fullName}`, test.failureMessages?.[0]),
      );
    });
  } catch {
    return [];
  }
}

/** @param {string} what @param {string | undefined} reason */
function line(what, reason) {
  const first = stripVTControlCharacters(reason ?? '').split('\n')[0];
  return first === '' ? what : `${what}: ${first}`;
}

/**
 * The closing lines: one for each kind, under it what failed of it, and all tests together.
 * @param {readonly Outcome[]} outcomes
 * @returns {string[]}
 */
export function summary(outcomes) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const lines = [''];
  for (const { tier, code, durationMs, counts, failures } of outcomes) {
    const words = counts ? `, ${inWords(counts)}` : tier.counted ? ', no report' : '';
    lines.push(`${code === 0 ? '✔' : '✖'} ${tier.title}${words} (${formatDuration(durationMs)})`);
    lines.push(...failures.map((failure) => `  ✖ ${failure}`));
    total.passed += counts?.passed ?? 0;
    total.failed += counts?.failed ?? 0;
    total.skipped += counts?.skipped ?? 0;
  }
  if (outcomes.some(({ counts }) => counts)) lines.push(`Tests: ${inWords(total)}`);
  return lines;
}

/** @param {Counts} counts */
function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
