import { removeStack } from '../../../state/swarm-store.ts';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { NameList } from '../../../ui/name-list.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';
import type { StackRow } from '../swarm-rows.ts';

interface RemoveStackDialogProps {
  readonly row: StackRow;
  readonly onClose: () => void;
}

/** Asks before a stack is removed. */
export function RemoveStackDialog({ row: { name, services }, onClose }: RemoveStackDialogProps) {
  return (
    <ConfirmDialog
      title={
        <>
          {'Remove the stack '}
          <Untrusted text={name} />?
        </>
      }
      isOpen
      onClose={onClose}
      onConfirm={() => void removeStack(name)}
      action="Remove"
    >
      <p>Its services are removed, and its networks, secrets and configs with them. Volumes stay.</p>
      <NameList
        label="Services"
        names={services.map(({ id, name, running }) => ({
          key: id,
          name: <Untrusted text={name} />,
          aside: `${running} running`,
        }))}
      />
    </ConfirmDialog>
  );
}
