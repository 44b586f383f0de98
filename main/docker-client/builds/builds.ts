import { randomUUID } from 'node:crypto';
import type { Build, BuildNews, BuildState } from '../../contract/builds.ts';
import { SlipwayError, toFailure } from '../../contract/errors.ts';
import { createTold, type Told } from '../../util/told.ts';
import { type BuildOrder, describeOrder, nameOfOrder } from './build-order.ts';
import { foldSteps, type StepFold } from './fold-steps.ts';
import type { SolveStatus } from './solve-status.ts';

/** Most builds that are under way at once, and that are kept once they have ended. */
const mostAtOnce = 10;
const mostEnded = 50;

/** What came of a build that was not cancelled. */
export type BuildOutcome = Exclude<BuildState, { readonly kind: 'running' | 'cancelled' }>;

/** What a build tells while it goes on. */
export interface BuildEars {
  readonly onStatus: (status: SolveStatus) => void;
  /** BuildKit's own name for it. */
  readonly onRef: (ref: string) => void;
}

/** Makes a build. Rejects with the signal's reason once it was taken back, and where it could not even be begun. */
export type PerformBuild = (order: BuildOrder, ears: BuildEars, signal: AbortSignal) => Promise<BuildOutcome>;

/** What is written down of a build, so that it can be made again by another app. */
export type RecordBuild = (ref: string, order: BuildOrder) => void;

/** The builds of this app, whatever page looks on. */
export interface Builds {
  /** Begins one and answers its id. Throws `busy` when too many are under way. */
  begin(order: BuildOrder): string;
  cancel(id: string): void;
  /** Forgets one that has ended. */
  dismiss(id: string): void;
  /** One of them; undefined for any other id. */
  get(id: string): { readonly build: Build; readonly order: BuildOrder } | undefined;
  /** BuildKit's names of all of them, as far as they are known. */
  refs(): ReadonlySet<string>;
  /** All of them now and after each change, the oldest first, until the signal aborts. */
  follow(signal: AbortSignal): AsyncIterable<readonly Build[]>;
  /** The steps of one, until it has ended; undefined for one that is not known. */
  steps(id: string, signal: AbortSignal): AsyncIterable<BuildNews> | undefined;
  /** Ends all of them, and waits until they have let go. */
  close(): Promise<void>;
}

interface Entry {
  readonly order: BuildOrder;
  readonly fold: StepFold;
  readonly told: Told;
  readonly ended: AbortController;
  build: Build;
  work: Promise<void>;
}

/** No builds yet. */
export function createBuilds(perform: PerformBuild, record: RecordBuild, now = Date.now): Builds {
  const entries = new Map<string, Entry>();
  const told = createTold();
  const isRunning = ({ build }: Entry) => build.state.kind === 'running';

  const set = (entry: Entry, news: Partial<Build>) => {
    entry.build = { ...entry.build, ...news, steps: entry.fold.counts() };
    told.change();
    entry.told.change();
  };

  const run = async (entry: Entry) => {
    const { signal } = entry.ended;
    const ears: BuildEars = {
      onStatus(status) {
        entry.fold.hear(status);
        set(entry, {});
      },
      onRef(ref) {
        if (entry.build.ref !== ref) record(ref, entry.order);
        set(entry, { ref });
      },
    };
    let state: BuildState;
    try {
      state = await perform(entry.order, ears, signal);
    } catch (error) {
      state = signal.aborted
        ? { kind: 'cancelled' }
        : { kind: 'failed', failure: toFailure(error), lines: null };
    }
    entry.fold.end();
    set(entry, { state, endedAt: now() });
    forgetOldest();
  };

  const forgetOldest = () => {
    const ended = [...entries].filter(([, entry]) => !isRunning(entry));
    for (const [id] of ended.slice(0, Math.max(0, ended.length - mostEnded))) entries.delete(id);
  };

  return {
    begin(order) {
      if ([...entries.values()].filter(isRunning).length >= mostAtOnce) {
        throw new SlipwayError({
          code: 'busy',
          message: `${mostAtOnce} builds are under way, and no more are begun at once.`,
          hint: 'Wait for one of them, or cancel it.',
        });
      }
      const id = randomUUID();
      const fold = foldSteps();
      const entry: Entry = {
        ...{ order, fold, told: createTold(), ended: new AbortController(), work: Promise.resolve() },
        build: {
          ...{ id, name: nameOfOrder(order), isOurs: true, ref: null },
          ...{ startedAt: now(), endedAt: null, steps: fold.counts(), state: { kind: 'running' } },
          description: describeOrder(order),
          kept: null,
        },
      };
      entries.set(id, entry);
      told.change();
      entry.work = run(entry);
      return id;
    },
    cancel(id) {
      entries.get(id)?.ended.abort();
    },
    dismiss(id) {
      const entry = entries.get(id);
      if (entry === undefined || isRunning(entry)) return;
      entries.delete(id);
      told.change();
    },
    get: (id) => entries.get(id),
    refs: () => new Set([...entries.values()].flatMap(({ build }) => build.ref ?? [])),
    async *follow(signal) {
      for await (const _ of told.looks(signal)) yield [...entries.values()].map(({ build }) => build);
    },
    steps(id, signal) {
      const entry = entries.get(id);
      return entry && stepsOf(entry, signal);
    },
    async close() {
      for (const { ended } of entries.values()) ended.abort();
      await Promise.all([...entries.values()].map(({ work }) => work));
    },
  };
}

async function* stepsOf(entry: Entry, signal: AbortSignal): AsyncGenerator<BuildNews> {
  const read = entry.fold.reader();
  for await (const _ of entry.told.looks(signal)) {
    // Looked at first: what came in between is told before the end.
    const isOver = entry.build.state.kind !== 'running';
    const news = read();
    if (news !== null) yield news;
    if (isOver) return;
  }
}
