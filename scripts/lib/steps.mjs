// Steps as data: what each needs, how to tell that it is done, and how to do it. Runs those that are not done, at most
// two at once, each after the ones that it needs.
import { StepError } from './step-error.mjs';

/** Two: what is set up is bound by one core (compression) or by the network, seldom by both at once. */
const atOnce = 2;
/** What to try when the system itself refuses, by its code. @type {Readonly<Record<string, string>>} */
const systemHints = {
  EACCES: 'Check who owns that file and its folder: was an earlier run started with sudo?',
  EPERM: 'Check who owns that file and its folder: was an earlier run started with sudo?',
  EROFS: 'The checkout lies on a disk that cannot be written: clone it elsewhere.',
  ENOSPC: 'Make room on that disk (about 3 GB are needed), then run the same command again.',
};
/** Characters of a reason that are shown: about four lines of a terminal. */
const longestReason = 320;

/**
 * @typedef {object} StepContext
 * @property {AbortSignal} signal
 * @property {(detail: string) => void} detail says what the step is doing now
 */

/**
 * @typedef {object} Step
 * @property {string} name as a person reads it
 * @property {readonly string[]} neededFor commands
 * @property {readonly string[]} [after] names of steps that must be done before this one runs
 * @property {readonly string[]} [packages] system packages that running it needs (not: having it done)
 * @property {() => Promise<boolean>} check whether it is done already; asks nothing of the network, changes nothing
 * @property {(context: StepContext) => Promise<string | void>} run gives a few words on what came of it
 */

/** @typedef {{ readonly name: string, readonly durationMs: number }} StepTiming */

/**
 * The steps that a command needs, each after those that it builds on. Throws on an unknown name or a circle.
 * @param {readonly Step[]} steps
 * @param {string} command
 * @returns {Step[]}
 */
export function stepsFor(steps, command) {
  const byName = new Map(steps.map((step) => [step.name, step]));
  /** @type {Step[]} */
  const ordered = [];
  /** @type {Set<string>} */
  const open = new Set();
  const visit = (/** @type {Step} */ step) => {
    if (ordered.includes(step)) return;
    if (open.has(step.name)) throw new Error(`Step "${step.name}" waits for itself.`);
    open.add(step.name);
    for (const name of step.after ?? []) {
      const before = byName.get(name);
      if (!before) throw new Error(`Step "${step.name}" waits for "${name}", which does not exist.`);
      visit(before);
    }
    open.delete(step.name);
    ordered.push(step);
  };
  for (const step of steps) if (step.neededFor.includes(command)) visit(step);
  return ordered;
}

/**
 * The steps that are not done yet.
 * @param {readonly Step[]} steps
 * @returns {Promise<Step[]>}
 */
export async function undoneSteps(steps) {
  const done = await Promise.all(steps.map((step) => step.check()));
  return steps.filter((_, index) => !done[index]);
}

/**
 * Runs the given steps, in the order of what they need. When one fails the others are stopped, and its error is thrown.
 * @param {readonly Step[]} steps as stepsFor orders them; steps that are done may be left out
 * @param {import('./progress.mjs').Progress} progress
 * @param {AbortSignal} signal
 * @returns {Promise<StepTiming[]>} of the steps that ran
 */
export async function runSteps(steps, progress, signal) {
  const failure = new AbortController();
  const anySignal = AbortSignal.any([signal, failure.signal]);
  /** @type {StepTiming[]} */
  const timings = [];
  const waiting = new Set(steps);
  /** @type {Map<string, Promise<void>>} */
  const running = new Map();
  /** @type {unknown} */
  let firstError;

  const isReady = (/** @type {Step} */ step) =>
    (step.after ?? []).every(
      (name) => !running.has(name) && ![...waiting].some((other) => other.name === name),
    );

  const runOne = async (/** @type {Step} */ step) => {
    const line = progress.start(step.name);
    try {
      const summary = await step.run({ signal: anySignal, detail: line.detail });
      timings.push({ name: step.name, durationMs: line.done(summary ?? '') });
    } catch (error) {
      if (anySignal.aborted) line.stopped();
      else line.failed();
      firstError ??= anySignal.aborted ? anySignal.reason : explain(step.name, error);
      failure.abort(firstError);
    } finally {
      running.delete(step.name);
    }
  };

  while ((waiting.size > 0 && !anySignal.aborted) || running.size > 0) {
    for (const step of waiting) {
      if (anySignal.aborted || running.size >= atOnce) break;
      if (!isReady(step)) continue;
      waiting.delete(step);
      running.set(step.name, runOne(step));
    }
    await Promise.race(running.values());
  }
  if (firstError !== undefined) throw firstError;
  signal.throwIfAborted();
  return timings;
}

/**
 * Makes two lines of any error. The build scripts' own errors may have several lines, the last saying what to try.
 * @param {string} name of the step
 * @param {unknown} error
 */
export function explain(name, error) {
  if (error instanceof StepError) return error;
  const text = error instanceof Error ? error.message : String(error);
  // A program's own stack trace helps nobody who reads one line.
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
  const hint = lines.length > 1 ? lines.pop() : undefined;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new StepError(
    `${name} failed: ${shorten(lines.join(' ').replace(/\s+/g, ' '))}`,
    systemHints[code] ??
      hint ??
      'Run the same command again (what was finished is kept); CONTRIBUTING.md says how to look into it.',
    error,
  );
}

/** @param {string} text */
function shorten(text) {
  return text.length <= longestReason ? text : `${text.slice(0, longestReason)}…`;
}
