import { randomUUID } from 'node:crypto';
import type { ComposeJob, ComposeTask } from '../contract/compose.ts';
import { SlipwayError, toFailure } from '../contract/errors.ts';
import { keepWorks } from '../util/kept-works.ts';
import { foldStep, type ProgressLine } from './progress.ts';

/** Most lines of output that are kept of one piece of work, and most warnings. */
const mostLines = 2_000;
const mostWarnings = 50;

/** Characters of one of them that are kept. */
const longestText = 16_384;

/** Does a task; hears what Compose writes. Resolves when it went well, and rejects with why not. */
export type PerformTask = (
  project: string,
  task: ComposeTask,
  tell: (line: ProgressLine) => void,
  signal: AbortSignal,
) => Promise<void>;

/** Work on Compose projects, whatever page looks on. */
export interface ComposeJobs {
  /** Begins work and answers its id; what had ended on that project is forgotten. Throws `busy` while other work is under way. */
  begin(project: string, task: ComposeTask): string;
  cancel(id: string): void;
  dismiss(id: string): void;
  /** All of it now and after each change, until the signal aborts. */
  follow(signal: AbortSignal): AsyncIterable<readonly ComposeJob[]>;
  /** Its output so far and as it comes; ends with it. Throws `not-found`. */
  output(id: string, signal: AbortSignal): AsyncIterable<readonly string[]>;
  /** Interrupts all of it, and resolves once it has ended. */
  close(): Promise<void>;
}

interface Entry {
  job: ComposeJob;
  readonly lines: string[];
  /** Lines that were kept and are not any more. */
  dropped: number;
  readonly stop: AbortController;
  ended: Promise<void>;
}

const isRunning = ({ job }: Entry) => job.state.kind === 'running';
const isWatch = ({ job }: Entry) => job.task.verb === 'watch';

/** No work yet. */
export function createComposeJobs(perform: PerformTask, now: () => number): ComposeJobs {
  const interrupt = (entry: Entry) => {
    if (!isRunning(entry) || entry.stop.signal.aborted) return;
    entry.job = { ...entry.job, state: { kind: 'running', isEnding: true } };
    entry.stop.abort();
    change();
  };
  const { entries, change, looks, cancel, dismiss, follow, close } = keepWorks({
    ...{ isRunning, interrupt },
    show: ({ job }: Entry) => job,
  });

  const hear = (entry: Entry, line: ProgressLine) => {
    const { job } = entry;
    switch (line.kind) {
      case 'step':
        entry.job = { ...job, steps: foldStep(job.steps, line.step) };
        break;
      case 'warning':
        entry.job = { ...job, warnings: withWarning(job.warnings, line.text.slice(0, longestText)) };
        break;
      case 'output':
      case 'error':
        entry.lines.push(line.text.slice(0, longestText));
        if (entry.lines.length > mostLines) {
          entry.lines.shift();
          entry.dropped += 1;
        }
        entry.job = { ...job, lines: entry.dropped + entry.lines.length };
        break;
      case 'nothing':
        return;
    }
    change();
  };

  const run = async (entry: Entry) => {
    const { job, stop } = entry;
    // What goes on until it is ended has done what it should then.
    const whenEnded = isWatch(entry) ? 'done' : 'cancelled';
    const end = (state: ComposeJob['state']) => {
      entry.job = { ...entry.job, state };
      change();
    };
    try {
      await perform(job.project, job.task, (line) => hear(entry, line), stop.signal);
      end({ kind: stop.signal.aborted ? whenEnded : 'done', endedAt: now() });
    } catch (error) {
      if (stop.signal.aborted) end({ kind: whenEnded, endedAt: now() });
      else end({ kind: 'failed', endedAt: now(), failure: toFailure(error) });
    }
  };

  return {
    ...{ cancel, dismiss, follow, close },
    begin(project, task) {
      for (const [id, entry] of entries) {
        if (entry.job.project !== project || isWatch(entry) !== (task.verb === 'watch')) continue;
        if (isRunning(entry))
          throw new SlipwayError({
            code: 'busy',
            message: `Something is being done to ${project} already (${entry.job.task.verb}).`,
            hint: 'Wait until it has ended, or cancel it.',
          });
        entries.delete(id);
      }
      const id = randomUUID();
      const entry: Entry = {
        job: {
          ...{ id, project, task, steps: [], warnings: [], lines: 0, startedAt: now() },
          state: { kind: 'running', isEnding: false },
        },
        lines: [],
        dropped: 0,
        stop: new AbortController(),
        ended: Promise.resolve(),
      };
      entries.set(id, entry);
      entry.ended = run(entry);
      change();
      return id;
    },
    async *output(id, signal) {
      const entry = entries.get(id);
      if (entry === undefined)
        throw new SlipwayError({
          code: 'not-found',
          message: 'The output of that work is not kept any more.',
          hint: 'Begin the work again to see it.',
        });
      let told = 0;
      for await (const _ of looks(signal)) {
        const hasEnded = !isRunning(entry);
        const news = entry.lines.slice(Math.max(0, told - entry.dropped));
        told = entry.dropped + entry.lines.length;
        if (news.length > 0) yield news;
        if (hasEnded) return;
      }
    },
  };
}

/** Compose says some of them several times. */
function withWarning(warnings: readonly string[], text: string): readonly string[] {
  return warnings.includes(text) || warnings.length >= mostWarnings ? warnings : [...warnings, text];
}
