import { removeStack } from '../../../state/swarm-store.ts';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
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
      <ul className="volume-names" aria-label="Services">
        {services.map((service) => (
          <li key={service.id}>
            <Untrusted text={service.name} />
            <span className="quiet">{service.running} running</span>
          </li>
        ))}
      </ul>
    </ConfirmDialog>
  );
}
