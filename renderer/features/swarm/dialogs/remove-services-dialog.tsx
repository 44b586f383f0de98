import { removeServices } from '../../../state/swarm-store.ts';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { NameList } from '../../../ui/name-list.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';
import type { ServiceRow } from '../swarm-rows.ts';

interface RemoveServicesDialogProps {
  readonly rows: readonly ServiceRow[];
  /** They are being removed: nothing is to stay chosen. */
  readonly onRemoved: (() => void) | undefined;
  readonly onClose: () => void;
}

/** Asks before services are removed. */
export function RemoveServicesDialog({ rows, onRemoved, onClose }: RemoveServicesDialogProps) {
  const [only] = rows;
  const isOne = rows.length === 1;
  const stacks = rows.filter(({ stack }) => stack !== null).length;
  return (
    <ConfirmDialog
      title={
        isOne ? (
          <>
            {'Remove '}
            <Untrusted text={only?.name ?? ''} />?
          </>
        ) : (
          `Remove ${rows.length} services?`
        )
      }
      isOpen
      onClose={onClose}
      onConfirm={() => {
        onRemoved?.();
        void removeServices(rows);
      }}
      action={isOne ? 'Remove' : `Remove ${rows.length}`}
    >
      <p>
        {isOne ? 'Its tasks are ended, on all nodes.' : 'Their tasks are ended, on all nodes.'} Volumes stay.
      </p>
      {!isOne && (
        <NameList
          label="Services"
          names={rows.map(({ id, name, running }) => ({
            key: id,
            name: <Untrusted text={name} />,
            aside: `${running} running`,
          }))}
        />
      )}
      {stacks > 0 && (
        <p className="dialog-aside">
          {isOne ? 'It belongs to a stack' : `${stacks} belong to a stack`}: the next time that one is
          deployed they are made again.
        </p>
      )}
    </ConfirmDialog>
  );
}
