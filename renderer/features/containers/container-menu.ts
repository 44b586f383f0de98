import {
  Bell,
  BellOff,
  CirclePause,
  CirclePlay,
  Gauge,
  Layers,
  Pencil,
  Save,
  ScrollText,
  SlidersHorizontal,
  SquareTerminal,
  Wrench,
  Zap,
} from 'lucide-react';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { isAlive } from '../../state/actions.ts';
import { actOnContainers, fits } from '../../state/container-verbs.ts';
import { openDialog } from '../../state/dialogs.ts';
import { unwatchExit, watchExit } from '../../state/exit-watch.ts';
import { openTerminal } from '../../state/terminals-store.ts';
import { exportToFile } from '../../state/transfers-store.ts';
import { goTo } from '../../state/view-store.ts';
import type { MenuEntry } from '../../ui/more-menu.tsx';
import { canBeDebugged } from './can-be-debugged.ts';

/** What is done to a container less often: the entries of its menu. `isWatched`: it is told already when it ends. */
export function containerMenu(container: Container, isWatched: boolean): readonly (readonly MenuEntry[])[] {
  const { id, name, state } = container;
  return [
    [
      {
        title: 'Logs',
        icon: ScrollText,
        onAction: () => goTo({ view: 'containers', page: { kind: 'container', id, tab: 'logs' } }),
      },
      {
        title: 'Open a terminal as…',
        icon: SquareTerminal,
        isDisabled: state !== 'running',
        onAction: () => openDialog({ kind: 'terminal', container, goesThere: true }),
      },
      {
        title: isAlive(container) ? 'Debug shell' : 'Shell with its volumes',
        icon: Wrench,
        isDisabled: !canBeDebugged(container),
        onAction: () => openTerminal({ kind: 'debug', id }, name),
      },
    ],
    [
      state === 'paused'
        ? {
            title: 'Unpause',
            icon: CirclePlay,
            onAction: () => void actOnContainers([container], 'unpause'),
          }
        : {
            title: 'Pause',
            icon: CirclePause,
            isDisabled: !fits('pause', container),
            onAction: () => void actOnContainers([container], 'pause'),
          },
      {
        title: 'Send a signal…',
        icon: Zap,
        isDisabled: !fits('kill', container),
        onAction: () => openDialog({ kind: 'kill', containers: [container] }),
      },
      isWatched
        ? { title: 'Do not tell when it ends', icon: BellOff, onAction: () => unwatchExit(id) }
        : {
            title: 'Tell when it ends',
            icon: Bell,
            isDisabled: !isAlive(container),
            onAction: () => watchExit(container),
          },
    ],
    [
      {
        title: 'Edit and recreate…',
        icon: SlidersHorizontal,
        onAction: () => openDialog({ kind: 'recreate', container }),
      },
      { title: 'Limits…', icon: Gauge, onAction: () => openDialog({ kind: 'limits', container }) },
      { title: 'Rename…', icon: Pencil, onAction: () => openDialog({ kind: 'rename', container }) },
      {
        title: 'Make an image of it…',
        icon: Layers,
        onAction: () => openDialog({ kind: 'commit', container }),
      },
      { title: 'Export its files…', icon: Save, onAction: () => void exportToFile(container) },
    ],
  ];
}
