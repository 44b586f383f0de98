import { Camera, RotateCcw, Trash2, X } from 'lucide-react';
import type { Snapshot, SnapshotProgress } from '../../../main/contract/snapshots.ts';
import { openDialog } from '../../state/dialogs.ts';
import { cancelSnapshot } from '../../state/snapshots-store.ts';
import { show } from '../../state/view-store.ts';
import type { MenuEntry } from '../../ui/more-menu.tsx';
import type { PaletteEntry } from './entries.ts';
import { entriesOf } from './entries-of.ts';

/** Each snapshot, and what can be done to it; nothing while one is made, restored or deleted (`isBusy`). */
export function snapshotEntries(snapshots: readonly Snapshot[], isBusy: boolean): readonly PaletteEntry[] {
  return snapshots.flatMap((snapshot) => {
    const { name } = snapshot;
    const id = `snapshot ${name}`;
    const actions: readonly MenuEntry[] = [
      {
        ...{ title: 'Restore…', icon: RotateCcw, isDisabled: isBusy },
        onAction: () => openDialog({ kind: 'restore-snapshot', snapshot }),
      },
      {
        ...{ title: 'Delete…', icon: Trash2, isDisabled: isBusy },
        onAction: () => openDialog({ kind: 'delete-snapshot', snapshot }),
      },
    ];
    return [
      {
        ...{ id, title: name, words: 'snapshot', kind: 'Snapshot', icon: Camera },
        onAction: () => show('snapshots'),
      },
      ...entriesOf(id, name, 'snapshot', actions),
    ];
  });
}

/** Giving up on the snapshot that is being made or restored. */
export function snapshotWorkEntries(progress: SnapshotProgress | null): readonly PaletteEntry[] {
  if (progress === null) return [];
  const { work, name } = progress;
  const title = `${work === 'create' ? 'Creating' : 'Restoring'} ${name}`;
  return entriesOf('snapshot under way', title, 'snapshot cancel', [
    { title: 'Give up', icon: X, onAction: () => void cancelSnapshot() },
  ]);
}
