import { useMemo } from 'react';
import type { ComposeProject } from '../../../main/contract/compose.ts';
import { useCompose } from '../../state/compose-store.ts';
import { useEngine } from '../../state/engine-store.ts';
import { type ProjectRow, projectRows } from './project-rows.ts';

const noProjects: readonly ComposeProject[] = [];

/** Every Compose project: those that are remembered, with or without an engine, and those that have containers. */
export function useProjectRows(): readonly ProjectRow[] {
  const projects = useCompose((store) => store.projects ?? noProjects);
  const jobs = useCompose((store) => store.jobs);
  const containers = useEngine((store) =>
    store.containers.kind === 'loaded' ? store.containers.items : null,
  );
  return useMemo(() => projectRows(projects, containers, jobs), [projects, containers, jobs]);
}
