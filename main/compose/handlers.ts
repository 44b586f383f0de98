import { basename, dirname, join } from 'node:path';
import type { ComposeProject, composeRequests, composeStreams } from '../contract/compose.ts';
import { composeNameOf } from '../contract/compose-name.ts';
import { SlipwayError } from '../contract/errors.ts';
import type { Handlers } from '../contract/requests.ts';
import type { Sources } from '../contract/streams.ts';
import { refusalText } from '../contract/system-errors.ts';
import type { HomePaths } from '../home/paths.ts';
import { writeFileAtomically } from '../util/atomic-file.ts';
import type { ChosenFiles } from '../util/chosen-files.ts';
import { composeFileIn, withOverride } from './find-files.ts';
import type { ComposeJobs } from './jobs.ts';
import { readModel } from './model.ts';
import { forgetVersions, listVersions, readText, readVersion, writeText } from './project-files.ts';
import {
  changeProjects,
  findProject,
  loadProjects,
  rememberProject,
  type StoredProject,
  withMissing,
} from './projects-store.ts';
import { readConfig, readName } from './run-compose.ts';
import { composeTemplates } from './templates.ts';

/** What containers of a project are labelled with: where it was brought up from. Untrusted. */
export interface ProjectLabels {
  readonly files: readonly string[];
  readonly folder: string;
}

/** What the requests about Compose projects work with. */
export interface ComposeParts {
  readonly paths: HomePaths;
  readonly jobs: ComposeJobs;
  /** What the containers of a project say of it; undefined when there is none. */
  readonly readLabels: (project: string, signal: AbortSignal) => Promise<ProjectLabels | undefined>;
}

/** The code behind {@link composeRequests}; `files` are those that the page's user has chosen. */
export function composeHandlers(
  { paths, jobs, readLabels }: ComposeParts,
  files: Pick<ChosenFiles, 'path'>,
): Handlers<typeof composeRequests> {
  const fileOf = async (name: string, index: number) => {
    const path = (await findProject(paths, name)).files[index];
    if (path !== undefined) return path;
    throw new SlipwayError({
      code: 'not-found',
      message: `The Compose project ${name} has no file ${index + 1}.`,
      hint: 'Open the project again.',
    });
  };
  return {
    'compose.projects': async () => Promise.all((await loadProjects(paths)).map(withMissing)),
    'compose.add': async ({ file }, signal) => addFile(paths, files.path('read', file), signal),
    'compose.adopt': async ({ project }, signal) => {
      const labels = await readLabels(project, signal);
      if (labels === undefined || labels.files.length === 0)
        throw new SlipwayError({
          code: 'not-found',
          message: `No container says of which files the Compose project ${project} is.`,
          hint: 'Add its Compose file.',
        });
      const found = await withMissing({ name: project, profiles: [], ...labels });
      if (found.missing.length > 0)
        throw new SlipwayError({
          code: 'file-unusable',
          message: `Files of ${project} are not on this computer: ${found.missing.join(', ')}.`,
          hint: 'It was brought up from elsewhere, or they were moved: add its Compose file from where it is now.',
        });
      return remember(paths, { name: project, profiles: [], ...labels });
    },
    'compose.forget': async ({ project }) => {
      const { files } = await findProject(paths, project);
      await changeProjects(paths, (projects) => projects.filter(({ name }) => name !== project));
      await forgetVersions(paths, files);
    },
    'compose.setProfiles': async ({ project, profiles }) => {
      const stored = await findProject(paths, project);
      await changeProjects(paths, (projects) =>
        projects.map((one) => (one.name === project ? { ...one, profiles } : one)),
      );
      return withMissing({ ...stored, profiles });
    },
    'compose.begin': async ({ project, task }) => jobs.begin(project, task),
    'compose.cancel': async ({ job }) => jobs.cancel(job),
    'compose.dismiss': async ({ job }) => jobs.dismiss(job),
    'compose.check': async ({ project, draft }, signal) => {
      const answer = await readConfig(paths, await findProject(paths, project), 'json', draft, signal);
      const { warnings } = answer;
      if (answer.kind === 'refused') return { kind: 'invalid', said: answer.said, warnings };
      return { kind: 'valid', model: readModel(answer.text), warnings };
    },
    'compose.preview': async ({ project, draft }, signal) => {
      const answer = await readConfig(paths, await findProject(paths, project), 'yaml', draft, signal);
      if (answer.kind === 'read') return answer.text;
      throw new SlipwayError({
        code: 'engine-request-failed',
        message: `Compose cannot read the files of ${project}: ${answer.said.split('\n')[0] ?? ''}`,
        hint: 'Mend the file; the editor marks the place.',
        detail: answer.said,
      });
    },
    'compose.read': async ({ project, file }) => readText(await fileOf(project, file)),
    'compose.write': async ({ project, file, text, version }) => {
      const written = await writeText(paths, await fileOf(project, file), text, version);
      return written === null ? { kind: 'changed' } : { kind: 'written', version: written };
    },
    'compose.history': async ({ project, file }) => listVersions(paths, await fileOf(project, file)),
    'compose.readVersion': async ({ project, file, version }) =>
      readVersion(paths, await fileOf(project, file), version),
    'compose.templates': async () => composeTemplates,
    'compose.create': ({ template, folder }, signal) =>
      create(paths, template, files.path('write', folder), signal),
  };
}

/** The code behind {@link composeStreams}. */
export function composeSources({ jobs }: Pick<ComposeParts, 'jobs'>): Sources<typeof composeStreams> {
  return {
    'compose.follow': (_, signal) => jobs.follow(signal),
    'compose.output': ({ job }, signal) => jobs.output(job, signal),
  };
}

/** One that Compose cannot read yet is remembered all the same, by its folder: here it can be mended. */
async function addFile(paths: HomePaths, file: string, signal: AbortSignal): Promise<ComposeProject> {
  await readText(file);
  const all = await withOverride(file);
  const folder = dirname(file);
  const name = (await readName(paths, all, signal)) ?? composeNameOf(basename(folder));
  if (name === '')
    throw new SlipwayError({
      code: 'invalid-argument',
      message: `Nothing of the folder ${folder} can be the name of a Compose project.`,
      hint: 'Write a line `name: …` at the top of the file.',
    });
  return remember(paths, { name, files: all, folder, profiles: [] });
}

async function remember(paths: HomePaths, project: StoredProject): Promise<ComposeProject> {
  await rememberProject(paths, project);
  return withMissing(await findProject(paths, project.name));
}

async function create(
  paths: HomePaths,
  id: string,
  folder: string,
  signal: AbortSignal,
): Promise<ComposeProject> {
  const template = composeTemplates.find((one) => one.id === id);
  if (template === undefined)
    throw new SlipwayError({
      code: 'not-found',
      message: `There is no template ${id}.`,
      hint: 'Choose one of the list.',
    });
  const there = await composeFileIn(folder).catch((error: unknown) => {
    throw unwritable(folder, error);
  });
  if (there !== undefined)
    throw new SlipwayError({
      code: 'invalid-argument',
      message: `${folder} has a ${there} already.`,
      hint: 'Choose an empty folder, or add that file as it is.',
    });
  // Before anything is written: it could not be remembered beside another one of its name.
  const name = composeNameOf(basename(folder));
  if (name === '')
    throw new SlipwayError({
      code: 'invalid-argument',
      message: `Nothing of the folder ${folder} can be the name of a Compose project.`,
      hint: 'Choose a folder with letters from a to z, or digits, in its name.',
    });
  if ((await loadProjects(paths)).some((project) => project.name === name))
    throw new SlipwayError({
      code: 'invalid-argument',
      message: `There is a Compose project ${name} already, and this one would be called the same after its folder.`,
      hint: 'Choose a folder of another name, or forget that project.',
    });
  const file = join(folder, 'compose.yaml');
  await writeFileAtomically(file, template.text, 0o644).catch((error: unknown) => {
    throw unwritable(folder, error);
  });
  return addFile(paths, file, signal);
}

function unwritable(folder: string, error: unknown): SlipwayError {
  return new SlipwayError(
    {
      code: 'file-unusable',
      message: `Nothing can be written into ${folder}: ${refusalText(error)}.`,
      hint: 'Choose another folder, or mend its permissions.',
    },
    { cause: error },
  );
}
