// Shows which steps are under way: one line updated in place on a terminal, a plain line every few seconds elsewhere.

/** Where lines cannot be updated, a step shorter than this goes by without a word until it ends. */
const quietMs = 2_000;
/** On a terminal, steps shorter than this are not shown, or the line would flicker. */
const flickerMs = 300;
const terminalRefreshMs = 120;
const plainRefreshMs = 5_000;
const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/**
 * @typedef {object} StepProgress one step's line
 * @property {(detail: string) => void} detail what the step is doing now, a few words
 * @property {(summary?: string) => number} done ends the line, gives the step's duration in milliseconds
 * @property {() => number} failed ends the line, gives the step's duration in milliseconds
 * @property {() => number} stopped the same, for a step that something else stopped
 */

/**
 * @typedef {object} Progress
 * @property {(name: string) => StepProgress} start
 * @property {(line: string) => void} note prints a line of its own, above the line that is updated
 * @property {() => void} stop clears the updated line and the timer; called twice, the second does nothing
 */

/**
 * @typedef {object} ProgressOutput
 * @property {(text: string) => unknown} write
 * @property {boolean} [isTTY]
 * @property {number} [columns]
 */

/**
 * @param {ProgressOutput} output
 * @param {() => number} [now] milliseconds
 * @returns {Progress}
 */
export function createProgress(output, now = Date.now) {
  const terminal = output.isTTY === true;
  /** @type {Set<{ name: string, startedAt: number, detail: string, lastPlainAt: number }>} */
  const active = new Set();
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  let frame = 0;
  let drawn = false;

  const clear = () => {
    if (drawn) output.write('\r\u001b[2K');
    drawn = false;
  };
  const draw = () => {
    const time = now();
    if (terminal) {
      clear();
      const line = statusLine(
        [...active],
        time,
        output.columns || 80,
        spinner[frame++ % spinner.length] ?? '',
      );
      if (line === '') return;
      output.write(line);
      drawn = true;
      return;
    }
    for (const step of active) {
      const waited = time - Math.max(step.startedAt, step.lastPlainAt);
      const due = step.lastPlainAt === 0 ? quietMs : plainRefreshMs;
      if (waited < due) continue;
      step.lastPlainAt = time;
      output.write(`   ${describeStep(step, time)}\n`);
    }
  };
  const note = (/** @type {string} */ line) => {
    clear();
    output.write(`${line}\n`);
  };
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
    clear();
  };

  return {
    note,
    stop,
    start(name) {
      const step = { name, startedAt: now(), detail: '', lastPlainAt: 0 };
      active.add(step);
      timer ??= setInterval(draw, terminal ? terminalRefreshMs : 500);
      timer.unref();
      const end = (/** @type {string} */ mark, /** @type {string} */ summary) => {
        const durationMs = now() - step.startedAt;
        if (!active.delete(step)) return durationMs;
        note(`${mark} ${name}${summary ? `: ${summary}` : ''} (${formatDuration(durationMs)})`);
        if (active.size === 0) stop();
        return durationMs;
      };
      return {
        detail(detail) {
          step.detail = detail;
        },
        done: (summary = '') => end('✔', summary),
        failed: () => end('✖', 'failed'),
        stopped: () => end('·', 'stopped'),
      };
    },
  };
}

/**
 * The line that a terminal shows: every active step that has lasted long enough, cut to the terminal's width.
 * @param {readonly { name: string, startedAt: number, detail: string }[]} steps
 * @param {number} time milliseconds
 * @param {number} columns
 * @param {string} mark
 */
export function statusLine(steps, time, columns, mark) {
  const shown = steps.filter((step) => time - step.startedAt >= flickerMs);
  if (shown.length === 0) return '';
  const line = `${mark} ${shown.map((step) => describeStep(step, time)).join(' · ')}`;
  // One column stays free: a full line makes some terminals wrap, and a wrapped line cannot be cleared.
  return line.length < columns ? line : `${line.slice(0, Math.max(1, columns - 2))}…`;
}

/**
 * @param {{ name: string, startedAt: number, detail: string }} step
 * @param {number} time
 */
function describeStep(step, time) {
  const elapsed = `${Math.floor((time - step.startedAt) / 1000)} s`;
  return `${step.name} ${elapsed}${step.detail ? ` (${step.detail})` : ''}`;
}

/**
 * A duration as a person reads it.
 * @param {number} milliseconds
 */
export function formatDuration(milliseconds) {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
