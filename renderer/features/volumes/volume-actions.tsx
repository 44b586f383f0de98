import { HardDriveDownload, Trash2 } from 'lucide-react';
import { openDialog } from '../../state/dialogs.ts';
import { backUp } from '../../state/volume-contents.ts';
import { Button } from '../../ui/button.tsx';
import { MoreMenu } from '../../ui/more-menu.tsx';
import { volumeMenu } from './volume-menu.ts';
import type { VolumeRow } from './volume-rows.ts';

interface VolumeActionsProps {
  readonly row: VolumeRow;
  readonly isBusy: boolean;
}

/** What can be done to a volume, over its page. */
export function VolumeActions({ row, isBusy }: VolumeActionsProps) {
  const { name, bytes, shownName } = row;
  return (
    <>
      <Button icon={HardDriveDownload} isDisabled={isBusy} onPress={() => void backUp(name, bytes ?? null)}>
        Back up
      </Button>
      <Button
        icon={Trash2}
        isDisabled={isBusy}
        onPress={() => openDialog({ kind: 'remove-volumes', names: [name] })}
      >
        Remove
      </Button>
      <MoreMenu label={`More for ${shownName}`} isDisabled={isBusy} groups={() => volumeMenu(row)} />
    </>
  );
}
