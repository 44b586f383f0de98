import { useState } from 'react';
import { initSwarm, rescueSwarm } from '../../../state/swarm-store.ts';
import { useSubmit } from '../../../state/use-submit.ts';
import { Field } from '../../../ui/field.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';

interface InitDialogProps {
  /** The other managers of its Swarm are lost: it is to go on alone. */
  readonly isRescue?: boolean;
  readonly onClose: () => void;
}

/** Makes this engine the first manager of a new Swarm, or the only one of its own. */
export function InitDialog({ isRescue = false, onClose }: InitDialogProps) {
  const [address, setAddress] = useState('');
  const submit = useSubmit({
    isWrong: false,
    sent: address,
    work: () => (isRescue ? rescueSwarm(address) : initSwarm(address)),
    onDone: onClose,
  });
  return (
    <FormDialog
      title={isRescue ? 'Make this the only manager' : 'Create a Swarm'}
      submit={submit}
      action={isRescue ? 'Go on alone' : 'Create'}
      onClose={onClose}
    >
      {isRescue && (
        <p>
          The Swarm goes on with all that this engine knows of it. The other managers are forgotten, and must
          not come back into it: have them leave before they start again.
        </p>
      )}
      <Field
        label="Address"
        value={address}
        onChange={setAddress}
        isDisabled={submit.isBusy}
        autoFocus
        isCode
        placeholder="The engine’s choice"
        description="By which the other nodes reach this one: an address, or the name of a network interface. It stays as it is."
      />
    </FormDialog>
  );
}
