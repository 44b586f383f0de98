import { assertNever } from '../../../main/contract/assert-never.ts';
import type { VolumeDialog } from '../../state/dialogs.ts';
import { useCloseOnceGone } from '../../state/use-close-once-gone.ts';
import { emptyVolume, restore } from '../../state/volume-contents.ts';
import { CloneVolumeDialog } from './clone-volume-dialog.tsx';
import { LoseContentDialog } from './lose-content-dialog.tsx';
import { RemoveVolumesDialog } from './remove-volumes-dialog.tsx';
import { useVolumeRows } from './use-volume-rows.ts';

interface VolumeDialogsProps {
  readonly open: VolumeDialog;
  readonly onClose: () => void;
}

/** The dialogs about volumes that there are. Once none of them is there any more, the dialog goes too. */
export function VolumeDialogs({ open, onClose }: VolumeDialogsProps) {
  const names = open.kind === 'remove-volumes' ? open.names : [open.name];
  const rows = useVolumeRows().filter(({ name }) => names.includes(name));
  const [row] = rows;
  const isGone = row === undefined;
  useCloseOnceGone(isGone, onClose);
  if (isGone) return null;
  switch (open.kind) {
    case 'clone-volume':
      return <CloneVolumeDialog row={row} onClose={onClose} />;
    case 'empty-volume':
      return (
        <LoseContentDialog
          row={row}
          verb="Empty"
          onConfirm={() => void emptyVolume(row.name)}
          onClose={onClose}
        />
      );
    case 'restore-volume':
      return (
        <LoseContentDialog
          row={row}
          verb="Restore"
          file={open.file}
          onConfirm={() => void restore(row.name, open.file, false)}
          onClose={onClose}
        />
      );
    case 'remove-volumes':
      return <RemoveVolumesDialog rows={rows} onRemoved={open.onRemoved} onClose={onClose} />;
    default:
      return assertNever(open);
  }
}
