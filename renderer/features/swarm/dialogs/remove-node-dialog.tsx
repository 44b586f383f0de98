import { useState } from 'react';
import { removeNodeVm, useNodeVm } from '../../../state/node-vms-store.ts';
import { removeNode } from '../../../state/swarm-store.ts';
import { useSubmit } from '../../../state/use-submit.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';
import { NodeVmProgress } from '../node-vm-progress.tsx';
import type { NodeRow } from '../swarm-rows.ts';

interface RemoveNodeDialogProps {
  readonly row: NodeRow;
  readonly onClose: () => void;
}

/** Asks before a node is taken out of the Swarm. One that still answers is only by force. */
export function RemoveNodeDialog({ row, onClose }: RemoveNodeDialogProps) {
  const vm = useNodeVm(row.id);
  const [force, setForce] = useState(false);
  const submit = useSubmit({
    isWrong: false,
    sent: force,
    work: () => (vm === undefined ? removeNode(row, force) : removeNodeVm(vm.name, force)),
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
      kind="danger"
      onClose={onClose}
    >
      <p>
        {vm !== undefined
          ? 'Its tasks are moved to other nodes, it leaves the Swarm, and the VM is deleted with the images, containers and volumes that it holds. By force it is deleted whatever the Swarm says.'
          : row.state === 'ready'
            ? 'It still answers: have it leave the Swarm first, so that it ends its tasks. By force it is only forgotten.'
            : 'It is forgotten, and can join again as a new one.'}
      </p>
      <Checkbox isSelected={force} onChange={setForce} isDisabled={submit.isBusy}>
        By force
      </Checkbox>
      {submit.isBusy && <NodeVmProgress />}
    </FormDialog>
  );
}
