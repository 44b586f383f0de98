import type { ComposeJob, ComposeProject } from '../../../main/contract/compose.ts';
import { composeNamePattern } from '../../../main/contract/compose-name.ts';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { isAlive } from '../../state/actions.ts';
import { naturalOrder } from '../../text/natural-order.ts';

/** A Compose project, as far as it is known. */
export interface ProjectRow {
  readonly name: string;
  /** Null: only its containers are known. */
  readonly remembered: ComposeProject | null;
  /** Those that Compose made for it; none while they are not known. */
  readonly containers: readonly Container[];
  /** Whether the engine has told which containers there are. */
  readonly isKnown: boolean;
  /** How many of these have processes. */
  readonly running: number;
  /** What is done to it, or was done last; a watch only where there is nothing else. */
  readonly job: ComposeJob | null;
  readonly watch: ComposeJob | null;
}

/**
 * Every project that is remembered or has containers, by name; `containers` null while they are not known. Those whose project no
 * Compose can have named are left out.
 */
export function projectRows(
  projects: readonly ComposeProject[],
  containers: readonly Container[] | null,
  jobs: readonly ComposeJob[],
): readonly ProjectRow[] {
  const members = new Map<string, Container[]>();
  for (const container of containers ?? []) {
    const { project, service } = container;
    if (project === null || service === null || !composeNamePattern.test(project)) continue;
    members.set(project, [...(members.get(project) ?? []), container]);
  }
  const remembered = new Map(projects.map((project) => [project.name, project]));
  const names = new Set([...remembered.keys(), ...members.keys()]);
  return [...names]
    .toSorted((a, b) => naturalOrder(a, b))
    .map((name) => {
      const own = members.get(name) ?? [];
      const of = jobs.filter(({ project }) => project === name);
      return {
        name,
        remembered: remembered.get(name) ?? null,
        containers: own,
        isKnown: containers !== null,
        running: own.filter(isAlive).length,
        job: of.findLast(({ task }) => task.verb !== 'watch') ?? null,
        watch: of.findLast(({ task, state }) => task.verb === 'watch' && state.kind !== 'done') ?? null,
      };
    });
}

/** How a project is, in words, and in which tone. */
export function projectState({ containers, running, remembered, isKnown }: ProjectRow): {
  readonly text: string;
  readonly tone: 'good' | 'busy' | 'idle' | 'bad';
} {
  if (remembered !== null && remembered.missing.length > 0 && containers.length === 0)
    return { text: 'Its file is missing', tone: 'bad' };
  if (!isKnown) return { text: 'Not known', tone: 'idle' };
  if (containers.length === 0) return { text: 'Down', tone: 'idle' };
  if (running === 0) return { text: `Stopped, ${containers.length} kept`, tone: 'idle' };
  const text = `${running} of ${containers.length} running`;
  if (containers.some(({ health }) => health === 'unhealthy'))
    return { text: `${text}, unhealthy`, tone: 'bad' };
  return { text, tone: running < containers.length ? 'busy' : 'good' };
}

/** A file by its path within its project's folder; outside of it by its whole path. */
export function shortPath(file: string, folder: string): string {
  const isWithin = file.startsWith(folder) && /^[/\\]/.test(file.slice(folder.length));
  return isWithin ? file.slice(folder.length + 1) : file;
}

/** Those that have all the words in their name or the paths of their files. */
export function filterProjects(rows: readonly ProjectRow[], filter: string): readonly ProjectRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(({ name, remembered }) => {
    const text = `${name} ${remembered?.files.join(' ') ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
