import { formatSize } from '../../../main/contract/format.ts';
import { restoreWarning } from '../../../main/contract/snapshot-words.ts';
import type { Snapshot } from '../../../main/contract/snapshots.ts';
import { deleteSnapshot, restoreSnapshot, useSnapshots } from '../../state/snapshots-store.ts';
import { useCloseOnceGone } from '../../state/use-close-once-gone.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';

interface SnapshotQuestionProps {
  readonly kind: 'restore-snapshot' | 'delete-snapshot';
  readonly snapshot: Snapshot;
  readonly onClose: () => void;
}

/** Asks before a snapshot takes the place of the present state, or goes. Once it is not there any more, the question goes too. */
export function SnapshotQuestion({ kind, snapshot, onClose }: SnapshotQuestionProps) {
  const { name, bytes, createdAt } = snapshot;
  const known = useSnapshots((store) => store.known);
  const isGone = !known?.snapshots.some((one) => one.name === name);
  useCloseOnceGone(isGone, onClose);
  if (isGone || known === null) return null;
  const isRestore = kind === 'restore-snapshot';
  return (
    <ConfirmDialog
      isOpen
      title={isRestore ? `Restore ${name}?` : `Delete ${name}?`}
      action={isRestore ? 'Restore' : 'Delete'}
      onClose={onClose}
      onConfirm={() => void (isRestore ? restoreSnapshot(name) : deleteSnapshot(name))}
    >
      {isRestore
        ? restoreWarning(createdAt, known.present, Date.now())
        : `What it holds (${formatSize(bytes)}) cannot be had again.`}
    </ConfirmDialog>
  );
}
