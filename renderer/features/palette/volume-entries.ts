import { FolderOpen, HardDrive, HardDriveDownload, Trash2 } from 'lucide-react';
import { openDialog } from '../../state/dialogs.ts';
import { goTo } from '../../state/view-store.ts';
import { backUp } from '../../state/volume-contents.ts';
import { volumeKey } from '../../state/volumes-store.ts';
import { visibleText } from '../../text/visible-text.ts';
import type { MenuEntry } from '../../ui/more-menu.tsx';
import { volumeMenu } from '../volumes/volume-menu.ts';
import type { VolumeRow } from '../volumes/volume-rows.ts';
import type { PaletteEntry } from './entries.ts';
import { entriesOf } from './entries-of.ts';

/** The page of each volume, and what can be done to it; nothing while something is. `pending`: what is under way, by its key. */
export function volumeEntries(
  rows: readonly VolumeRow[],
  pending: Readonly<Record<string, string>>,
): readonly PaletteEntry[] {
  return rows.flatMap((row) => {
    const { name, bytes } = row;
    const id = `volume ${name}`;
    const shown = visibleText(row.shownName);
    // Who knows it by its whole name finds it, too.
    const words = `volume ${visibleText(name)}`;
    const page = (tab: 'overview' | 'files') => () =>
      goTo({ view: 'volumes', page: { kind: 'volume', name, tab } });
    const changes: readonly MenuEntry[] = [
      { title: 'Back up…', icon: HardDriveDownload, onAction: () => void backUp(name, bytes ?? null) },
      ...volumeMenu(row).flat(),
      {
        ...{ title: 'Remove…', icon: Trash2 },
        onAction: () => openDialog({ kind: 'remove-volumes', names: [name] }),
      },
    ];
    return [
      { id, title: shown, words, kind: 'Volume', icon: HardDrive, onAction: page('overview') },
      ...entriesOf(id, shown, words, [
        { title: 'Files', icon: FolderOpen, onAction: page('files') },
        ...(pending[volumeKey(name)] === undefined ? changes : []),
      ]),
    ];
  });
}
