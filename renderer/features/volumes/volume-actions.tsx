import { ArchiveRestore, CopyPlus, Eraser, HardDriveDownload, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ChosenFile } from '../../../main/contract/files.ts';
import { backUp, chooseBackup, emptyVolume, restore } from '../../state/volume-contents.ts';
import { Button } from '../../ui/button.tsx';
import { MoreMenu } from '../../ui/more-menu.tsx';
import { CloneVolumeDialog } from './clone-volume-dialog.tsx';
import { LoseContentDialog } from './lose-content-dialog.tsx';
import { RemoveVolumesDialog } from './remove-volumes-dialog.tsx';
import type { VolumeRow } from './volume-rows.ts';

/** Which dialog is open. */
type Question =
  | { readonly kind: 'remove' | 'clone' | 'empty' }
  | { readonly kind: 'restore'; readonly file: ChosenFile };

interface VolumeActionsProps {
  readonly row: VolumeRow;
  readonly isBusy: boolean;
}

/** What can be done to a volume, over its page. */
export function VolumeActions({ row, isBusy }: VolumeActionsProps) {
  const [question, setQuestion] = useState<Question | null>(null);
  const close = () => setQuestion(null);
  const askRestore = async () => {
    const file = await chooseBackup();
    if (file !== null) setQuestion({ kind: 'restore', file });
  };
  return (
    <>
      <Button
        icon={HardDriveDownload}
        isDisabled={isBusy}
        onPress={() => void backUp(row.name, row.bytes ?? null)}
      >
        Back up
      </Button>
      <Button icon={Trash2} isDisabled={isBusy} onPress={() => setQuestion({ kind: 'remove' })}>
        Remove
      </Button>
      <MoreMenu
        label={`More for ${row.shownName}`}
        isDisabled={isBusy}
        groups={() => [
          [
            { title: 'Clone…', icon: CopyPlus, onAction: () => setQuestion({ kind: 'clone' }) },
            { title: 'Restore from a file…', icon: ArchiveRestore, onAction: () => void askRestore() },
          ],
          [{ title: 'Empty…', icon: Eraser, onAction: () => setQuestion({ kind: 'empty' }) }],
        ]}
      />
      {question?.kind === 'remove' && <RemoveVolumesDialog rows={[row]} onClose={close} />}
      {question?.kind === 'clone' && <CloneVolumeDialog row={row} onClose={close} />}
      {question?.kind === 'empty' && (
        <LoseContentDialog
          row={row}
          verb="Empty"
          onConfirm={() => void emptyVolume(row.name)}
          onClose={close}
        />
      )}
      {question?.kind === 'restore' && (
        <LoseContentDialog
          row={row}
          verb="Restore"
          file={question.file}
          onConfirm={() => void restore(row.name, question.file, false)}
          onClose={close}
        />
      )}
    </>
  );
}
