import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { ComposeProject } from '../contract/compose.ts';
import { composeNamePattern, mostProfiles } from '../contract/compose-name.ts';
import { SlipwayError } from '../contract/errors.ts';
import { refusalText } from '../contract/system-errors.ts';
import type { HomePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import { whileFileLocked } from '../settings/file-lock.ts';
import { readJsonFile, writeFileAtomically } from '../util/atomic-file.ts';
import { writeFailureCode } from '../util/file-errors.ts';
import { isThere } from '../util/is-there.ts';

/** A project as it is remembered. */
export type StoredProject = Omit<ComposeProject, 'missing'>;

/** Most that are remembered: nobody has so many. */
const mostProjects = 500;

const absolute = z.string().max(4_096).refine(isAbsolute);
const schema = z.object({
  projects: z
    .array(
      z.object({
        name: z.string().regex(composeNamePattern),
        files: z.array(absolute).min(1).max(32),
        folder: absolute,
        profiles: z.array(z.string().max(255)).max(mostProfiles).default([]),
      }),
    )
    .max(mostProjects),
});

/** The projects that are remembered, by name; none when nothing was. Throws `settings-invalid` for a file of something else. */
export async function loadProjects(paths: HomePaths): Promise<readonly StoredProject[]> {
  const stored = await readJsonFile(paths.composeProjects).catch((error: unknown) => {
    throw damaged(paths, refusalText(error), error);
  });
  if (stored === undefined && !(await isThere(paths.composeProjects))) return [];
  const parsed = schema.safeParse(stored);
  if (!parsed.success) throw damaged(paths, 'it cannot be understood', parsed.error);
  return parsed.data.projects.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** One of them, by name. Throws `not-found`. */
export async function findProject(paths: HomePaths, name: string): Promise<StoredProject> {
  const project = (await loadProjects(paths)).find((one) => one.name === name);
  if (project !== undefined) return project;
  throw new SlipwayError({
    code: 'not-found',
    message: `The Compose project ${name} is not remembered, so its files are not known.`,
    hint: 'Add its Compose file in the Compose view.',
  });
}

/** Changes what is remembered. Throws what `edit` throws; `home-unwritable` or `disk-full`, with nothing changed. */
export async function changeProjects(
  paths: HomePaths,
  edit: (projects: readonly StoredProject[]) => readonly StoredProject[],
): Promise<void> {
  await prepareHome(paths);
  await whileFileLocked(paths.composeProjects, async () => {
    const projects = edit(await loadProjects(paths));
    if (projects.length > mostProjects)
      throw new SlipwayError({
        code: 'invalid-argument',
        message: `${mostProjects} Compose projects are remembered, and no more can be.`,
        hint: 'Forget one that you do not need.',
      });
    const text = `${JSON.stringify({ projects }, undefined, 2)}\n`;
    await writeFileAtomically(paths.composeProjects, text).catch((error: unknown) => {
      throw new SlipwayError(
        {
          code: writeFailureCode(error),
          message: `The list of Compose projects in ${paths.composeProjects} cannot be written: ${refusalText(error)}.`,
          hint: 'Free space or mend the permissions of that folder; the old list still holds.',
        },
        { cause: error },
      );
    });
  });
}

/** Remembers a project. Throws `invalid-argument` when another one of its name is, with other files. */
export async function rememberProject(paths: HomePaths, project: StoredProject): Promise<void> {
  await changeProjects(paths, (projects) => {
    const same = projects.find(({ name }) => name === project.name);
    if (same !== undefined && same.files.join('\0') !== project.files.join('\0'))
      throw new SlipwayError({
        code: 'invalid-argument',
        message: `There is a Compose project ${project.name} already, of ${same.files.join(', ')}.`,
        hint: 'Give this one a name of its own by a line `name: …` at the top of its file, or forget the other.',
      });
    return same === undefined ? [...projects, project] : projects;
  });
}

/** A project with which of its files are not there. */
export async function withMissing(project: StoredProject): Promise<ComposeProject> {
  const found = await Promise.all(project.files.map(isThere));
  return { ...project, missing: project.files.filter((_, index) => !found[index]) };
}

function damaged(paths: HomePaths, why: string, cause: unknown): SlipwayError {
  return new SlipwayError(
    {
      code: 'settings-invalid',
      message: `The list of Compose projects in ${paths.composeProjects} cannot be used: ${why}.`,
      hint: 'Mend or remove that file; without it no project is remembered, and nothing else is lost.',
    },
    { cause },
  );
}
