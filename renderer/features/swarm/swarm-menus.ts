import {
  ArrowDownToLine,
  ArrowUpToLine,
  CirclePause,
  CirclePlay,
  KeyRound,
  LogOut,
  RefreshCw,
  Scaling,
  ScrollText,
  Tags,
  Trash2,
  Truck,
  Undo2,
  Wrench,
} from 'lucide-react';
import type { Swarm } from '../../../main/contract/engine/swarm-lists.ts';
import { openDialog } from '../../state/dialogs.ts';
import { changeNode, renewService, rollBackService } from '../../state/swarm-store.ts';
import { goTo } from '../../state/view-store.ts';
import { visibleText } from '../../text/visible-text.ts';
import type { MenuEntry } from '../../ui/more-menu.tsx';
import type { NodeRow, ServiceRow } from './swarm-rows.ts';

/** What is done about the Swarm as a whole. */
export function swarmMenu(swarm: Swarm): readonly (readonly MenuEntry[])[] {
  return [
    swarm.kind === 'manager'
      ? [
          {
            ...{ title: 'Join tokens…', icon: KeyRound },
            onAction: () => openDialog({ kind: 'swarm-tokens' }),
          },
        ]
      : [],
    [{ title: 'Leave the Swarm…', icon: LogOut, onAction: () => openDialog({ kind: 'swarm-leave' }) }],
  ];
}

/** What is done to a service. */
export function serviceMenu(row: ServiceRow): readonly (readonly MenuEntry[])[] {
  const { id, mode, hasPrevious } = row;
  return [
    [
      {
        ...{ title: 'Logs', icon: ScrollText },
        onAction: () => goTo({ view: 'swarm', page: { kind: 'service', id, tab: 'logs' } }),
      },
    ],
    [
      {
        ...{ title: 'Scale…', icon: Scaling, isDisabled: mode.kind !== 'replicated' },
        onAction: () => openDialog({ kind: 'scale-service', service: id }),
      },
      {
        ...{ title: 'Update…', icon: Wrench, isDisabled: mode.kind === 'job' },
        onAction: () => openDialog({ kind: 'update-service', service: id }),
      },
      {
        ...{ title: 'Roll back', icon: Undo2, isDisabled: !hasPrevious },
        onAction: () => void rollBackService(row),
      },
      {
        ...{ title: 'Make its tasks anew', icon: RefreshCw },
        onAction: () => void renewService(row),
      },
    ],
    [
      {
        ...{ title: 'Remove…', icon: Trash2 },
        onAction: () => openDialog({ kind: 'remove-services', services: [id] }),
      },
    ],
  ];
}

/** What is done to a node. */
export function nodeMenu(row: NodeRow): readonly (readonly MenuEntry[])[] {
  const { id, availability, role, isOwn } = row;
  const name = visibleText(row.name);
  const set = (next: 'active' | 'pause' | 'drain', done: string) => () =>
    void changeNode(row, { availability: next }, done);
  return [
    [
      {
        ...{ title: 'Give it tasks', icon: CirclePlay, isDisabled: availability === 'active' },
        onAction: set('active', `${name} is given tasks again`),
      },
      {
        ...{ title: 'Give it no more tasks', icon: CirclePause, isDisabled: availability === 'pause' },
        onAction: set('pause', `${name} keeps its tasks and is given no more`),
      },
      {
        ...{ title: 'Drain: move its tasks away', icon: Truck, isDisabled: availability === 'drain' },
        onAction: set('drain', `The tasks of ${name} are moved to other nodes`),
      },
    ],
    [
      role === 'worker'
        ? {
            ...{ title: 'Promote to manager', icon: ArrowUpToLine },
            onAction: () => void changeNode(row, { role: 'manager' }, `${name} becomes a manager`),
          }
        : {
            ...{ title: 'Demote to worker', icon: ArrowDownToLine },
            onAction: () => void changeNode(row, { role: 'worker' }, `${name} becomes a worker`),
          },
      {
        ...{ title: 'Labels…', icon: Tags },
        onAction: () => openDialog({ kind: 'node-labels', node: id }),
      },
    ],
    [
      {
        // A manager has to become a worker first.
        ...{ title: 'Remove…', icon: Trash2, isDisabled: isOwn || role === 'manager' },
        onAction: () => openDialog({ kind: 'remove-node', node: id }),
      },
    ],
  ];
}
