import { rm } from 'node:fs/promises';
import type { EndedContainer } from '../engine/ended-containers.ts';
import type { HomePaths } from '../home/paths.ts';
import type { Log } from '../logging/logger.ts';
import { writeFileAtomically } from '../util/atomic-file.ts';
import { abortAfter, delay } from '../util/wait.ts';
import type { State } from '../vm/state.ts';
import type { Supervisor, SupervisorView } from '../vm/supervisor.ts';
import { type KnownRestart, readRestart } from './restart-record.ts';

/** An engine that has just come up is asked about each container. In milliseconds. */
const endedDeadlineMs = 60_000;

/** Between two tries to learn it, in milliseconds: an engine that has just come up has much to do. */
const againMs = 3_000;

const mostTries = 5;

/** What following restarts needs. */
export interface RestartOptions {
  readonly paths: Pick<HomePaths, 'vmRestart'>;
  readonly supervisor: Pick<Supervisor, 'view' | 'onChange'>;
  /** The containers that have ended since then (milliseconds since 1970). */
  readonly readEnded: (since: number, signal: AbortSignal) => Promise<readonly EndedContainer[]>;
  /** More is known than before. */
  readonly onChange: () => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

/** What is known of a VM that failed and was started again by itself. */
export interface Restarts {
  known(): KnownRestart | null;
  /** Its user has taken note of it. */
  dismiss(): Promise<void>;
  /** Follows no further; resolves once all is on disk. */
  close(): Promise<void>;
}

/**
 * Keeps that a VM which ran has failed, through its restart and the hosts to come, until it is stopped or asked to start: a
 * window that is opened hours later is to say why the containers are not what they were.
 */
export async function followRestarts(options: RestartOptions): Promise<Restarts> {
  const { paths, supervisor, log } = options;
  let restart = await readRestart(paths);
  let previous = supervisor.view().state.kind;
  let hasRun = false;
  let reading = new AbortController();
  let isClosed = false;
  let writing: Promise<void> = Promise.resolve();

  const keep = (next: KnownRestart | null) => {
    restart = next;
    const write = () =>
      next === null
        ? rm(paths.vmRestart, { force: true })
        : writeFileAtomically(paths.vmRestart, JSON.stringify(next));
    writing = writing
      .then(write)
      .catch((error: Error) => log('warn', `what is kept of a restart: ${error.message}`));
  };

  const readEnded = async (since: number, signal: AbortSignal, tries = 1): Promise<void> => {
    try {
      const ended = await options.readEnded(since, abortAfter(endedDeadlineMs, signal));
      if (signal.aborted || restart === null) return;
      const names = (some: readonly EndedContainer[]) => some.map(({ name }) => name);
      keep({ ...restart, ended: names(ended), down: names(ended.filter(({ comesBack }) => !comesBack)) });
      options.onChange();
    } catch (error) {
      if (signal.aborted) return;
      log('warn', `which containers ended: ${(error as Error).message}`);
      if (tries >= mostTries) return;
      await delay(againMs, signal).catch(() => undefined);
      if (!signal.aborted) await readEnded(since, signal, tries + 1);
    }
  };

  supervisor.onChange(() => {
    const view = supervisor.view();
    const { state } = view;
    if (isClosed || state.kind === previous) return;
    reading.abort();
    reading = new AbortController();
    if (isAsked(previous, state.kind) && restart !== null) keep(null);
    if (state.kind === 'backoff' && hasRun)
      keep({ at: options.now(), reason: state.problem.message, ended: null, down: null, isDismissed: false });
    hasRun = runs(previous, view) || (hasRun && state.kind !== 'preparing' && state.kind !== 'backoff');
    previous = state.kind;
    if (state.kind === 'running' && restart?.ended === null) void readEnded(restart.at, reading.signal);
  });

  return {
    known: () => restart,
    async dismiss() {
      if (restart !== null && !restart.isDismissed) keep({ ...restart, isDismissed: true });
      await writing;
    },
    close() {
      isClosed = true;
      reading.abort();
      return writing;
    },
  };
}

/** Whether there are containers now that a failure would end: those of a VM that was found, or that has slept, too. */
function runs(previous: State['kind'], { state, boot }: SupervisorView): boolean {
  if (state.kind === 'running') return true;
  return state.kind === 'waiting' && (previous === 'stopped' || boot?.kind === 'resume');
}

/** Whether it is stopped, or started from where nothing ran: somebody has asked for that. */
function isAsked(previous: State['kind'], next: State['kind']): boolean {
  if (next === 'stopping') return true;
  return next === 'preparing' && (previous === 'stopped' || previous === 'failed');
}
