import { Box, FolderOpen, Play, RotateCw, SquareTerminal, Trash2 } from 'lucide-react';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { actOnContainers, fits } from '../../state/container-verbs.ts';
import { openDialog } from '../../state/dialogs.ts';
import { openTerminal } from '../../state/terminals-store.ts';
import { goTo } from '../../state/view-store.ts';
import { portTexts } from '../../text/port-text.ts';
import { visibleText } from '../../text/visible-text.ts';
import { groupRows } from '../../ui/group-rows.ts';
import type { MenuEntry } from '../../ui/more-menu.tsx';
import { StopIcon } from '../../ui/stop-icon.ts';
import { containerMenu } from '../containers/container-menu.ts';
import { projectActions } from '../containers/project-actions.ts';
import type { PaletteEntry } from './entries.ts';
import { entriesOf } from './entries-of.ts';

/** The page of each container, and everything that can be done to it now. `watched`: ids of those whose end is told. */
export function containerEntries(
  containers: readonly Container[],
  watched: ReadonlySet<string>,
): readonly PaletteEntry[] {
  return containers.flatMap((container) => {
    const { id, image, project, service } = container;
    const name = visibleText(container.name);
    const ports = portTexts(container.ports.filter(({ published }) => published !== null));
    const words = visibleText([image, project, service, ...ports].filter((word) => word !== null).join(' '));
    const page = (tab: 'overview' | 'files') => () =>
      goTo({ view: 'containers', page: { kind: 'container', id, tab } });
    const actions: readonly MenuEntry[] = [
      { title: 'Files', icon: FolderOpen, onAction: page('files') },
      {
        ...{ title: 'Open a terminal', icon: SquareTerminal, isDisabled: container.state !== 'running' },
        onAction: () => openTerminal({ kind: 'container', id }, container.name),
      },
      {
        ...{ title: 'Start', icon: Play, isDisabled: !fits('start', container) },
        onAction: () => void actOnContainers([container], 'start'),
      },
      {
        ...{ title: 'Restart', icon: RotateCw, isDisabled: !fits('restart', container) },
        onAction: () => void actOnContainers([container], 'restart'),
      },
      {
        ...{ title: 'Stop', icon: StopIcon, isDisabled: !fits('stop', container) },
        onAction: () => void actOnContainers([container], 'stop'),
      },
      ...containerMenu(container, watched.has(id)).flat(),
      {
        ...{ title: 'Remove', icon: Trash2, isDisabled: !fits('remove', container) },
        onAction: () => openDialog({ kind: 'remove', containers: [container] }),
      },
    ];
    return [
      {
        ...{ id: `container ${id}`, title: name, words, kind: 'Container', icon: Box },
        onAction: page('overview'),
      },
      ...entriesOf(`container ${id}`, name, words, actions),
    ];
  });
}

/** What can be done to each Compose project as a whole. */
export function projectEntries(containers: readonly Container[]): readonly PaletteEntry[] {
  return groupRows(containers, ({ project }) => project, new Set()).flatMap((line) =>
    line.kind === 'row' || line.name === null
      ? []
      : entriesOf(
          `project ${line.name}`,
          visibleText(line.name),
          'compose project',
          projectActions(line.rows),
        ),
  );
}
