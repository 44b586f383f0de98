import { useState } from 'react';
import { removeVolumes, useVolumeSizes } from '../../state/volumes-store.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { useVolumeRows } from './use-volume-rows.ts';
import { totalSizeText, VolumeNames } from './volume-size.tsx';

/**
 * Shows what nothing uses and what it takes, before it is removed. What is removed is exactly what was shown: the engine is
 * told their names, and refuses one that was taken into use meanwhile.
 */
export function PruneVolumesDialog({ onClose }: { readonly onClose: () => void }) {
  const rows = useVolumeRows();
  const [named, setNamed] = useState(false);
  const isMeasuring = useVolumeSizes((store) => store.isMeasuring);
  const unused = rows.filter(({ usedBy }) => usedBy.length === 0);
  const chosen = unused.filter(({ isAnonymous }) => named || isAnonymous);
  const withName = unused.filter(({ isAnonymous }) => !isAnonymous).length;
  const total = chosen.length === 0 ? 'nothing' : totalSizeText(chosen);
  return (
    <Dialog title="Prune volumes" isOpen onClose={onClose} role="alertdialog">
      <div className="dialog-text dialog-stack">
        <p>Volumes that no container has, running or not. What they hold cannot be had again.</p>
        {withName > 0 && (
          <Checkbox isSelected={named} onChange={setNamed}>
            Also {withName === 1 ? 'the one' : `the ${withName}`} with a name of{' '}
            {withName === 1 ? 'its' : 'their'} own
          </Checkbox>
        )}
        {chosen.length > 0 && <VolumeNames rows={chosen} />}
        <p className="prune-total" role="status">
          {chosen.length === 0
            ? `${unused.length === 0 ? 'Every volume is in use' : 'None without a name is unused'}: there is nothing to remove.`
            : `Frees ${total} by removing ${chosen.length} of ${rows.length} ${rows.length === 1 ? 'volume' : 'volumes'}.`}
          {isMeasuring && <Spinner />}
        </p>
      </div>
      <div className="dialog-actions">
        <Button onPress={onClose} autoFocus>
          Cancel
        </Button>
        <Button
          kind="danger"
          isDisabled={chosen.length === 0}
          onPress={() => {
            onClose();
            void removeVolumes(chosen.map(({ name }) => name));
          }}
        >
          {chosen.length === 0 ? 'Remove' : `Remove ${chosen.length}`}
        </Button>
      </div>
    </Dialog>
  );
}
