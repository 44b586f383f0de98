import type { LogContainer } from '../../../../main/contract/engine/logs.ts';

/** Whose lines are shown: of every container when nothing is chosen. */
export interface OriginFilter {
  /** Names and not ids: what is made anew under its name is still meant. */
  readonly containers: ReadonlySet<string>;
  /** All containers of these Compose projects, also those to come. */
  readonly projects: ReadonlySet<string>;
}

/** Everything. */
export const noFilter: OriginFilter = { containers: new Set(), projects: new Set() };

/** Whether anything is left out. */
export function isFiltering({ containers, projects }: OriginFilter): boolean {
  return containers.size > 0 || projects.size > 0;
}

/** Whether lines of a container are shown. */
export function passesFilter(filter: OriginFilter, { name, project }: LogContainer): boolean {
  if (!isFiltering(filter)) return true;
  return filter.containers.has(name) || (project !== null && filter.projects.has(project));
}

/** With one more or one less of a set. */
export function toggled(set: ReadonlySet<string>, member: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(member)) next.add(member);
  return next;
}
