import { Plug, Trash2, Unplug, Waypoints } from 'lucide-react';
import { openDialog } from '../../state/dialogs.ts';
import { disconnectContainer } from '../../state/networks-store.ts';
import { goTo } from '../../state/view-store.ts';
import { visibleText } from '../../text/visible-text.ts';
import type { MenuEntry } from '../../ui/more-menu.tsx';
import { isJoinable, type NetworkRow } from '../networks/network-rows.ts';
import type { PaletteEntry } from './entries.ts';
import { entriesOf } from './entries-of.ts';

/** The page of each network, and what can be done to it. */
export function networkEntries(rows: readonly NetworkRow[]): readonly PaletteEntry[] {
  return rows.flatMap((row) => {
    const { id, isBuiltIn, members } = row;
    const name = visibleText(row.name);
    const actions: readonly MenuEntry[] = [
      {
        ...{ title: 'Connect a container…', icon: Plug, isDisabled: !isJoinable(row) },
        onAction: () => openDialog({ kind: 'connect', network: id }),
      },
      ...members.map(({ container }) => ({
        ...{ title: `Disconnect ${visibleText(container.name)}`, icon: Unplug },
        onAction: () => void disconnectContainer(id, container),
      })),
      {
        ...{ title: 'Remove…', icon: Trash2, isDisabled: isBuiltIn },
        onAction: () => openDialog({ kind: 'remove-networks', ids: [id] }),
      },
    ];
    return [
      {
        ...{ id: `network ${id}`, title: name, words: 'network', kind: 'Network', icon: Waypoints },
        onAction: () => goTo({ view: 'networks', page: { kind: 'network', id } }),
      },
      ...entriesOf(`network ${id}`, name, 'network', actions),
    ];
  });
}
