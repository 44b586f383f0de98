import { Boxes, FilePlus, FolderPlus, X } from 'lucide-react';
import type { ComposeJob } from '../../../main/contract/compose.ts';
import { addProject, cancelJob, openProject } from '../../state/compose-store.ts';
import { openDialog } from '../../state/dialogs.ts';
import { jobTitle } from '../../text/compose-text.ts';
import { visibleText } from '../../text/visible-text.ts';
import { projectActions, projectMenu } from '../compose/project-menu.ts';
import type { ProjectRow } from '../compose/project-rows.ts';
import type { PaletteEntry } from './entries.ts';
import { entriesOf } from './entries-of.ts';

/** Each Compose project, and what can be done to it now; `isReady`: the engine can be asked. */
export function composeEntries(rows: readonly ProjectRow[], isReady: boolean): readonly PaletteEntry[] {
  return [
    {
      ...{ id: 'compose add', title: 'Add a Compose file…', words: 'project new', kind: 'Compose' },
      ...{ icon: FilePlus, onAction: () => void addProject() },
    },
    {
      ...{ id: 'compose template', title: 'Begin a Compose project from a template…', words: 'new create' },
      ...{ kind: 'Compose', icon: FolderPlus, onAction: () => openDialog({ kind: 'compose-template' }) },
    },
    ...rows.flatMap((row) => {
      const name = visibleText(row.name);
      const id = `compose ${row.name}`;
      const words = `compose project ${visibleText(row.remembered?.files.join(' ') ?? '')}`;
      return [
        {
          ...{ id, title: name, words, kind: 'Compose', icon: Boxes },
          onAction: () => openProject(row.name),
        },
        ...entriesOf(id, name, words, [...projectActions(row, isReady), ...projectMenu(row, isReady).flat()]),
      ];
    }),
  ];
}

/** Ending what is done to Compose projects. */
export function composeJobEntries(jobs: readonly ComposeJob[]): readonly PaletteEntry[] {
  return jobs.flatMap((job) =>
    job.state.kind === 'running'
      ? entriesOf(`compose job ${job.id}`, visibleText(jobTitle(job)), 'compose', [
          {
            ...{ title: 'Cancel', icon: X, isDisabled: job.state.isEnding },
            onAction: () => void cancelJob(job.id),
          },
        ])
      : [],
  );
}
