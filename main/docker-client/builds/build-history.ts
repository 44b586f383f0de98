import type { Build, BuildNews } from '../../contract/builds.ts';
import type { HomePaths } from '../../home/paths.ts';
import { createTold } from '../../util/told.ts';
import { createTurns } from '../../util/turns.ts';
import { type DeadlineFailure, withDeadline } from '../../util/wait.ts';
import { type BuildControl, forgottenBuild, withBuildControl } from './build-control.ts';
import { describeBuild } from './build-details.ts';
import { buildName, readNotes } from './build-name.ts';
import type { HistoryEvent } from './control-messages.ts';
import { foldSteps } from './fold-steps.ts';
import { forgetBuild, listedBuilds } from './forget-build.ts';
import { listBuilds } from './history-list.ts';
import { readKeptApart } from './kept-apart.ts';

/** Milliseconds: an engine that is busy building answers late. */
const deadlineMs = 30_000;

/** What BuildKit remembers of builds, whoever has begun them. A build's id is BuildKit's name for it. */
export interface BuildHistory {
  list(signal: AbortSignal): Promise<readonly Build[]>;
  details(id: string, signal: AbortSignal): Promise<Build>;
  /** The steps of one; of one that goes on, until it ends. */
  steps(id: string, signal: AbortSignal): AsyncIterable<BuildNews>;
  /** Has one forgotten; one that is forgotten already is no failure. */
  remove(id: string, signal: AbortSignal): Promise<void>;
}

/** The history of a home's engine. */
export function buildHistory(paths: HomePaths): BuildHistory {
  /** What builds are called: that never changes, and is looked for in a file. */
  const names = new Map<string, string>();

  /** No list is read while a build is removed: see {@link forgetBuild}. */
  const takeTurn = createTurns();

  /** A work that has its turn and a time to be done in. */
  const inTime = <T>(doing: string, signal: AbortSignal, work: (until: AbortSignal) => Promise<T>) =>
    withDeadline(deadlineMs, signal, lateWords(doing), (until) => takeTurn(until, () => work(until)));

  const readEvents = (doing: string, signal: AbortSignal) =>
    inTime(doing, signal, (until) =>
      withBuildControl(paths.ownSocket, doing, until, (control) => listedBuilds(control, until)),
    );

  const nameOf = async ({ ref, attributes }: HistoryEvent) => {
    const known = names.get(ref);
    if (known !== undefined) return known;
    const name = buildName(attributes, await readNotes(paths.dockerConfig, ref));
    // Without one it may still be noted.
    if (name !== '') names.set(ref, name);
    return name;
  };

  return {
    async list(signal) {
      const events = await readEvents('list the builds', signal);
      const listed = new Set(events.map(({ ref }) => ref));
      for (const ref of names.keys()) if (!listed.has(ref)) names.delete(ref);
      return listBuilds(events, nameOf);
    },
    async details(id, signal) {
      const doing = 'read the build';
      const ref = shortRef(id);
      return inTime(doing, signal, (until) =>
        withBuildControl(paths.ownSocket, doing, until, async (control) => {
          const found = await control.find(ref, until);
          if (found === undefined) throw forgottenBuild(doing);
          const apart = await readKeptApart(control, found.record, until);
          const notes = await readNotes(paths.dockerConfig, ref);
          return describeBuild(id, found.event, found.record, notes, apart);
        }),
      );
    },
    async *steps(id, signal) {
      const fold = foldSteps();
      const told = createTold();
      const closed = new AbortController();
      let isOver = false;
      const doing = 'read the steps of the build';
      const stop = AbortSignal.any([signal, closed.signal]);
      const hear = async (control: BuildControl) => {
        for await (const status of control.status(shortRef(id), stop)) {
          fold.hear(status);
          told.change();
        }
      };
      const run = withBuildControl(paths.ownSocket, doing, stop, hear).finally(() => {
        isOver = true;
        fold.end();
        told.change();
      });
      run.catch(() => undefined);
      try {
        const read = fold.reader();
        for await (const _ of told.looks(signal)) {
          const wasOver = isOver;
          const news = read();
          if (news !== null) yield news;
          if (wasOver) break;
        }
        await run;
      } finally {
        closed.abort();
        await run.catch(() => undefined);
      }
    },
    async remove(id, signal) {
      const doing = 'remove the build';
      await inTime(doing, signal, (until) =>
        withBuildControl(paths.dockerSocket, doing, until, (control) =>
          forgetBuild(control, shortRef(id), until),
        ),
      );
    },
  };
}

/** What is said where the engine takes too long. */
function lateWords(doing: string): DeadlineFailure {
  return {
    message: `Could not ${doing}: the engine did not answer within ${deadlineMs / 1_000} seconds.`,
    hint: 'The engine may be busy: look at its console, or try again.',
  };
}

/** BuildKit's name for a build, without the builder before it. */
function shortRef(id: string): string {
  return id.split('/').at(-1) ?? id;
}
