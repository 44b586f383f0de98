// How long each step of the last bootstraps took: the bench reads it.
import { readFile } from 'node:fs/promises';
import { replaceFile } from './stamp.mjs';

/** More than anybody looks at. */
const keptRuns = 50;

/**
 * @typedef {object} BootstrapRun durations in milliseconds; steps that were done already are not listed
 * @property {string} command
 * @property {string} startedAt ISO 8601
 * @property {number} totalMs from the script's start until everything was there; Engine and First container come after
 * @property {readonly import('./steps.mjs').StepTiming[]} steps
 */

/**
 * Adds a run to the file, oldest first; the last 50 are kept.
 * @param {string} path
 * @param {BootstrapRun} run
 */
export async function recordRun(path, run) {
  const text = await readFile(path, 'utf8').catch(() => '');
  const runs = [...parseRuns(text), run].slice(-keptRuns);
  await replaceFile(path, `${JSON.stringify({ runs }, null, 2)}\n`);
}

/**
 * @param {string} text
 * @returns {BootstrapRun[]} none when the file is damaged: it holds nothing that could not be measured again
 */
function parseRuns(text) {
  try {
    const { runs } = JSON.parse(text);
    return Array.isArray(runs) ? runs : [];
  } catch {
    return [];
  }
}
