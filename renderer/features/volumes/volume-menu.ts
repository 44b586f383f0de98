import { ArchiveRestore, CopyPlus, Eraser } from 'lucide-react';
import { openDialog } from '../../state/dialogs.ts';
import { chooseBackup } from '../../state/volume-contents.ts';
import type { MenuEntry } from '../../ui/more-menu.tsx';
import type { VolumeRow } from './volume-rows.ts';

/** What is done to a volume less often: the entries of its menu. */
export function volumeMenu({ name }: Pick<VolumeRow, 'name'>): readonly (readonly MenuEntry[])[] {
  return [
    [
      { title: 'Clone…', icon: CopyPlus, onAction: () => openDialog({ kind: 'clone-volume', name }) },
      { title: 'Restore from a file…', icon: ArchiveRestore, onAction: () => void askRestore(name) },
    ],
    [{ title: 'Empty…', icon: Eraser, onAction: () => openDialog({ kind: 'empty-volume', name }) }],
  ];
}

/** What is done about volumes as a whole less often. */
export function volumesMenu(): readonly (readonly MenuEntry[])[] {
  return [[{ title: 'Make one from a backup…', icon: ArchiveRestore, onAction: () => void askFromBackup() }]];
}

async function askRestore(name: string): Promise<void> {
  const file = await chooseBackup();
  if (file !== null) openDialog({ kind: 'restore-volume', name, file });
}

async function askFromBackup(): Promise<void> {
  const file = await chooseBackup();
  if (file !== null) openDialog({ kind: 'volume-from-backup', file });
}
