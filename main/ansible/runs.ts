import { randomUUID } from 'node:crypto';
import type { PlaybookPlay, PlaybookRun } from '../contract/ansible.ts';
import { SlipwayError, toFailure } from '../contract/errors.ts';
import { keepWorks } from '../util/kept-works.ts';

/** Most runs that go on at once, and that are kept once they have ended. */
const mostAtOnce = 4;
const mostEnded = 20;

/** What a run tells while it goes on. */
export interface RunEars {
  /** What it waits for before the first play. */
  readonly onDoing: (doing: string) => void;
  readonly onPlays: (plays: readonly PlaybookPlay[]) => void;
}

/** Runs a playbook. Resolves when all went well, and rejects with why not. */
export type PerformRun = (
  order: Pick<PlaybookRun, 'file' | 'isCheck'>,
  ears: RunEars,
  signal: AbortSignal,
) => Promise<void>;

/** The runs of this app, whatever page looks on. */
export interface PlaybookRuns {
  /** Begins one and answers its id. Throws `busy` when too many go on. */
  begin(file: string, isCheck: boolean): string;
  /** Runs one that has ended again, in its place. Throws `not-found`, and `busy` while it goes on. */
  again(id: string): string;
  cancel(id: string): void;
  dismiss(id: string): void;
  /** All of them now and after each change, the newest first, until the signal aborts. */
  follow(signal: AbortSignal): AsyncIterable<readonly PlaybookRun[]>;
  /** Interrupts all of them, and resolves once they have ended. */
  close(): Promise<void>;
}

interface Entry {
  run: PlaybookRun;
  readonly stop: AbortController;
  ended: Promise<void>;
}

const isRunning = ({ run }: Entry) => run.state.kind === 'running';

/** No runs yet. */
export function createPlaybookRuns(perform: PerformRun, now: () => number): PlaybookRuns {
  const interrupt = (entry: Entry) => {
    const { state } = entry.run;
    if (state.kind !== 'running' || state.isEnding) return;
    set(entry, { state: { ...state, isEnding: true } });
    entry.stop.abort();
  };
  const { entries, change, cancel, dismiss, follow, close } = keepWorks({
    ...{ isRunning, interrupt },
    show: ({ run }: Entry) => run,
  });

  const set = (entry: Entry, news: Partial<PlaybookRun>) => {
    entry.run = { ...entry.run, ...news };
    change();
  };

  const work = async (entry: Entry) => {
    const { run, stop } = entry;
    const ears: RunEars = {
      onDoing(doing) {
        const { state } = entry.run;
        if (state.kind === 'running') set(entry, { state: { ...state, doing } });
      },
      onPlays: (plays) => set(entry, { plays }),
    };
    try {
      await perform(run, ears, stop.signal);
      set(entry, { state: { kind: stop.signal.aborted ? 'cancelled' : 'done', endedAt: now() } });
    } catch (error) {
      if (stop.signal.aborted) set(entry, { state: { kind: 'cancelled', endedAt: now() } });
      else set(entry, { state: { kind: 'failed', endedAt: now(), failure: toFailure(error) } });
    }
    const over = [...entries].filter(([, one]) => !isRunning(one));
    for (const [id] of over.slice(0, Math.max(0, over.length - mostEnded))) entries.delete(id);
    change();
  };

  const begin = (file: string, isCheck: boolean) => {
    if ([...entries.values()].filter(isRunning).length >= mostAtOnce)
      throw new SlipwayError({
        code: 'busy',
        message: `${mostAtOnce} playbooks are run already, and no more are begun at once.`,
        hint: 'Wait for one of them, or cancel it.',
      });
    const id = randomUUID();
    const entry: Entry = {
      run: {
        ...{ id, file, isCheck, startedAt: now(), plays: [] },
        state: { kind: 'running', isEnding: false, doing: '' },
      },
      stop: new AbortController(),
      ended: Promise.resolve(),
    };
    entries.set(id, entry);
    entry.ended = work(entry);
    change();
    return id;
  };

  return {
    begin,
    again(id) {
      const entry = entries.get(id);
      if (entry === undefined)
        throw new SlipwayError({
          code: 'not-found',
          message: 'That run of a playbook is not kept any more.',
          hint: 'Choose the playbook again.',
        });
      if (isRunning(entry))
        throw new SlipwayError({
          code: 'busy',
          message: 'That playbook is still run.',
          hint: 'Wait until it has ended, or cancel it.',
        });
      const next = begin(entry.run.file, entry.run.isCheck);
      entries.delete(id);
      return next;
    },
    ...{ cancel, dismiss, close },
    async *follow(signal) {
      for await (const all of follow(signal)) yield all.toReversed();
    },
  };
}
