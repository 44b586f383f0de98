import { Boxes, FileCog, KeySquare, LogIn, Server, Ship, Upload } from 'lucide-react';
import type { Swarm } from '../../../main/contract/engine/swarm-lists.ts';
import { openDialog } from '../../state/dialogs.ts';
import { goTo } from '../../state/view-store.ts';
import { visibleText } from '../../text/visible-text.ts';
import { nodeMenu, serviceMenu, swarmMenu } from '../swarm/swarm-menus.ts';
import { swarmRows } from '../swarm/swarm-rows.ts';
import { askDeploy } from '../swarm/tab-actions.tsx';
import type { PaletteEntry } from './entries.ts';
import { entriesOf } from './entries-of.ts';

/** What can be done about a Swarm as it is, and the pages of its services and nodes with what can be done to them. `canAddNodes`: VMs of this computer can join it. */
export function swarmEntries(swarm: Swarm | undefined, canAddNodes: boolean): readonly PaletteEntry[] {
  if (swarm === undefined) return [];
  const entry = (title: string, icon: PaletteEntry['icon'], onAction: () => void): PaletteEntry => ({
    ...{ id: `swarm ${title}`, title, words: 'swarm new', kind: 'Swarm', icon, onAction },
  });
  const addNode = canAddNodes
    ? [entry('Add a node on this computer…', Server, () => openDialog({ kind: 'add-node' }))]
    : [];
  if (swarm.kind === 'none')
    return [
      entry('Create a Swarm…', Ship, () => openDialog({ kind: 'swarm-init' })),
      entry('Join a Swarm…', LogIn, () => openDialog({ kind: 'swarm-join' })),
      ...addNode,
    ];
  const whole = entriesOf('swarm', 'Swarm', '', swarmMenu(swarm).flat());
  if (swarm.kind !== 'manager') return whole;
  const { services, nodes } = swarmRows(swarm);
  return [
    entry('Create a service…', Boxes, () => openDialog({ kind: 'create-service' })),
    entry('Deploy a stack…', Upload, () => void askDeploy()),
    entry('Create a secret…', KeySquare, () => openDialog({ kind: 'create-swarm-file', what: 'secrets' })),
    entry('Create a config…', FileCog, () => openDialog({ kind: 'create-swarm-file', what: 'configs' })),
    ...addNode,
    ...whole,
    ...services.flatMap((row) => {
      const name = visibleText(row.name);
      return [
        {
          ...{ id: `service ${row.id}`, title: name, words: 'service swarm', kind: 'Service', icon: Boxes },
          onAction: () => goTo({ view: 'swarm', page: { kind: 'service', id: row.id, tab: 'tasks' } }),
        },
        ...entriesOf(`service ${row.id}`, name, 'service swarm', serviceMenu(row).flat()),
      ];
    }),
    ...nodes.flatMap((row) => {
      const name = visibleText(row.name);
      return [
        {
          ...{ id: `node ${row.id}`, title: name, words: 'node swarm', kind: 'Node', icon: Server },
          onAction: () => goTo({ view: 'swarm', page: { kind: 'node', id: row.id } }),
        },
        ...entriesOf(`node ${row.id}`, name, 'node swarm', nodeMenu(row).flat()),
      ];
    }),
  ];
}
