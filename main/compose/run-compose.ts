import { dirname } from 'node:path';
import type { ComposeTask } from '../contract/compose.ts';
import { SlipwayError } from '../contract/errors.ts';
import { clientEnvironment } from '../docker-client/client-environment.ts';
import { locateClient } from '../docker-client/locate-client.ts';
import { type LinesOptions, runLines } from '../docker-client/run-lines.ts';
import type { HomePaths } from '../home/paths.ts';
import { withDeadline } from '../util/wait.ts';
import { createBuildReader } from './build-output.ts';
import { configParameters, type Named, needsFiles, taskParameters } from './command.ts';
import { type ConfigAnswer, createConfigReader, longestConfig } from './config-answer.ts';
import { explainFailure } from './explain.ts';
import type { PerformTask } from './jobs.ts';
import { type ProgressLine, readProgress } from './progress.ts';
import { loadProjects, type StoredProject, withMissing } from './projects-store.ts';

/** Variables that would have Compose read other files or call the project something else. */
const misleading = ['COMPOSE_FILE', 'COMPOSE_PROJECT_NAME', 'COMPOSE_PROFILES', 'COMPOSE_ENV_FILES'];

/** Compose reads a few files; what it includes may come from elsewhere. In milliseconds. */
const configDeadlineMs = 30_000;

/** Most characters of a line: BuildKit tells in one what its steps have written in a while. */
const longestLine = 1_048_576;

/** Most lines that are kept to explain a failure by, and characters of each. */
const mostKept = 200;
const longestKept = 4_096;

type RunOptions = Omit<LinesOptions, 'program' | 'environment'> & { readonly folder: string };

async function run(paths: HomePaths, options: RunOptions): Promise<number | null> {
  const client = await locateClient();
  const known = await clientEnvironment(paths, client);
  const kept = Object.entries(known).filter(([name]) => !misleading.includes(name));
  return runLines({ ...options, program: client.docker, environment: Object.fromEntries(kept) });
}

/** Does tasks of the projects of a home. Rejects with why one failed. */
export function performProjectTask(paths: HomePaths): PerformTask {
  return async (name, task, tell, signal) =>
    performTask(paths, await nameFor(paths, name, task), task, tell, signal);
}

/**
 * What a project is called for a task: by its files or, where these are not known or not there any more, by its name, which is
 * enough to end it. Throws `not-found` where that is not enough.
 */
export async function nameFor(paths: HomePaths, name: string, task: ComposeTask): Promise<Named> {
  const stored = (await loadProjects(paths)).find((project) => project.name === name);
  const missing = stored === undefined ? [] : (await withMissing(stored)).missing;
  if (stored !== undefined && missing.length === 0) return stored;
  if (!needsFiles(task)) return { name };
  throw new SlipwayError(
    stored === undefined
      ? {
          code: 'not-found',
          message: `The files of ${name} are not known, and \`${task.verb}\` needs them.`,
          hint: 'Remember the project first, or add its Compose file.',
        }
      : {
          code: 'not-found',
          message: `\`${task.verb}\` needs the files of ${name}, and ${missing.join(', ')} is not there.`,
          hint: 'Put it back; or forget the project, and add it from where its file is now.',
        },
  );
}

async function performTask(
  paths: HomePaths,
  named: Named,
  task: ComposeTask,
  tell: (line: ProgressLine) => void,
  signal: AbortSignal,
): Promise<void> {
  const errors: string[] = [];
  const output: string[] = [];
  const keep = (list: string[], line: string) => {
    list.push(line.slice(0, longestKept));
    if (list.length > mostKept) list.shift();
  };
  const readBuild = createBuildReader();
  const code = await run(paths, {
    parameters: taskParameters(named, task),
    folder: named.files === undefined ? paths.home : named.folder,
    longestLine,
    onLine(line, isError) {
      const built = readBuild(line)?.map((text): ProgressLine => ({ kind: 'output', text }));
      for (const news of built ?? [isError ? readProgress(line) : { kind: 'output' as const, text: line }]) {
        if (news.kind === 'error') keep(errors, news.text);
        if (news.kind === 'output') keep(output, news.text);
        tell(news);
      }
    },
    signal,
  });
  if (code !== 0 && !signal.aborted) throw explainFailure(named.name, task, errors, output);
}

/** Text that takes the place of one of the files. */
export interface Draft {
  readonly file: number;
  readonly text: string;
}

/** Has Compose read a project's files. Rejects only when it could not be asked, or does not answer in time. */
export function readConfig(
  paths: HomePaths,
  project: StoredProject,
  form: 'json' | 'yaml',
  draft: Draft | undefined,
  signal: AbortSignal,
): Promise<ConfigAnswer> {
  const { folder } = project;
  const parameters = configParameters(project, form, draft?.file);
  return askConfig(paths, project.name, { parameters, folder, input: draft?.text }, signal);
}

/** What Compose calls the project of these files by itself; undefined when it cannot read them. Rejects as {@link readConfig}. */
export async function readName(
  paths: HomePaths,
  files: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const [first = ''] = files;
  const parameters = ['compose', ...files.flatMap((file) => ['--file', file]), 'config', '--format', 'json'];
  const answer = await askConfig(paths, first, { parameters, folder: dirname(first) }, signal);
  if (answer.kind === 'refused') return undefined;
  try {
    const { name } = JSON.parse(answer.text) as { readonly name?: unknown };
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}

function askConfig(
  paths: HomePaths,
  what: string,
  asked: Pick<RunOptions, 'parameters' | 'folder' | 'input'>,
  signal: AbortSignal,
): Promise<ConfigAnswer> {
  const failure = {
    message: `Compose did not read the files of ${what} within ${configDeadlineMs / 1000} seconds.`,
    hint: 'Look whether they include something from the network; the machine may also be overloaded.',
  };
  return withDeadline(configDeadlineMs, signal, failure, async (until) => {
    const reader = createConfigReader();
    const onLine = reader.hear;
    const code = await run(paths, { ...asked, longestLine: longestConfig, onLine, signal: until });
    until.throwIfAborted();
    return reader.answer(code);
  });
}
