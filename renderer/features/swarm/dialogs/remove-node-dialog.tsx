import { useState } from 'react';
import { removeNode } from '../../../state/swarm-store.ts';
import { useSubmit } from '../../../state/use-submit.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';
import type { NodeRow } from '../swarm-rows.ts';

interface RemoveNodeDialogProps {
  readonly row: NodeRow;
  readonly onClose: () => void;
}

/** Asks before a node is taken out of the Swarm. One that still answers is only by force. */
export function RemoveNodeDialog({ row, onClose }: RemoveNodeDialogProps) {
  const [force, setForce] = useState(false);
  const submit = useSubmit({
    isWrong: false,
    sent: force,
    work: () => removeNode(row, force),
    onDone: onClose,
  });
  return (
    <FormDialog
      title={
        <>
          {'Remove the node '}
          <Untrusted text={row.name} />?
        </>
      }
      submit={submit}
      action="Remove"
      onClose={onClose}
    >
      <p>
        {row.state === 'ready'
          ? 'It still answers: have it leave the Swarm first, so that it ends its tasks. By force it is only forgotten.'
          : 'It is forgotten, and can join again as a new one.'}
      </p>
      <Checkbox isSelected={force} onChange={setForce} isDisabled={submit.isBusy}>
        By force
      </Checkbox>
    </FormDialog>
  );
}
