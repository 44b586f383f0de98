import type { Build, BuildNews } from '../../contract/builds.ts';
import { toFailure } from '../../contract/errors.ts';
import { attempt } from '../../engine/connection.ts';
import type { HomePaths } from '../../home/paths.ts';
import { createTold } from '../../util/told.ts';
import { withDeadline } from '../../util/wait.ts';
import { buildxError } from './build-failure.ts';
import { foldSteps } from './fold-steps.ts';
import { failedIn, readDetails, readList } from './history-answers.ts';
import { type BuildxRun, runBuildx } from './run-buildx.ts';
import { readSolveStatus } from './solve-status.ts';

/** Milliseconds: an engine that is busy building answers late. */
const deadlineMs = 30_000;

/** Letters of an answer that are read: a build's attachments are listed in it, and no more. */
const longestAnswer = 4_194_304;

/** What BuildKit says where it remembers no such build, or none at all. */
const forgotten = /no record found for ref|bucket _records: file does not exist/;

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
  /** Whether builds that have failed were cancelled: that never changes, and takes a further question. */
  const cancelled = new Map<string, boolean>();

  const ask = async (doing: string, parameters: readonly string[], signal: AbortSignal, isReading = true) => {
    const lines: string[] = [];
    let letters = 0;
    const onOutput = (line: string) => {
      letters += line.length;
      if (letters <= longestAnswer) lines.push(line);
    };
    const failure = {
      message: `Could not ${doing}: the engine did not answer within ${deadlineMs / 1_000} seconds.`,
      hint: 'The engine may be busy: look at its console, or try again.',
    };
    const run: Omit<BuildxRun, 'signal'> = {
      ...{ parameters: ['history', '--builder', 'default', ...parameters], onOutput, isReading },
    };
    const { ok, words } = await withDeadline(deadlineMs, signal, failure, (until) =>
      runBuildx(paths, { ...run, signal: until }),
    );
    if (!ok) throw buildxError(doing, words);
    return lines;
  };

  const findCancelled = async (failed: readonly string[], signal: AbortSignal) => {
    if (failed.every((ref) => cancelled.has(ref))) return;
    const only = ['ls', '--filter', 'status=canceled', '--format', 'json'];
    const found = new Set(failedIn(await ask('list the builds', only, signal)));
    cancelled.clear();
    for (const ref of failed) cancelled.set(ref, found.has(ref));
  };

  return {
    async list(signal) {
      const lines = await ask('list the builds', ['ls', '--format', 'json'], signal);
      await findCancelled(failedIn(lines), signal);
      return readList(lines, (ref) => cancelled.get(ref) === true);
    },
    async details(id, signal) {
      const lines = await ask('read the build', ['inspect', '--format', 'json', '--', shortRef(id)], signal);
      return attempt('read the build', async () => readDetails(id, lines.join('\n')));
    },
    async *steps(id, signal) {
      const fold = foldSteps();
      const told = createTold();
      const closed = new AbortController();
      let isOver = false;
      const parameters = [
        'history',
        '--builder',
        'default',
        'logs',
        '--progress',
        'rawjson',
        '--',
        shortRef(id),
      ];
      const onMessage = (line: string) => {
        const status = readSolveStatus(line);
        if (status === undefined) return false;
        fold.hear(status);
        told.change();
        return true;
      };
      const stop = AbortSignal.any([signal, closed.signal]);
      const run = runBuildx(paths, { parameters, onMessage, isReading: true, signal: stop }).finally(() => {
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
        const { ok, words } = await run;
        if (!ok) throw buildxError('read the steps of the build', words);
      } finally {
        closed.abort();
        await run.catch(() => undefined);
      }
    },
    async remove(id, signal) {
      await ask('remove the build', ['rm', '--', shortRef(id)], signal, false).catch((error: unknown) => {
        if (!forgotten.test(toFailure(error).detail ?? '')) throw error;
      });
    },
  };
}

/** BuildKit's name for a build, without the builder before it. */
function shortRef(id: string): string {
  return id.split('/').at(-1) ?? id;
}
