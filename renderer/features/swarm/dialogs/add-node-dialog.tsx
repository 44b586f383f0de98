import { useState } from 'react';
import { formatSize } from '../../../../main/contract/format.ts';
import { nodeNamePattern, nodeNameRule } from '../../../../main/contract/node-vm-words.ts';
import { addNodeVm } from '../../../state/node-vms-store.ts';
import { useStatus } from '../../../state/status-store.ts';
import { useSubmit } from '../../../state/use-submit.ts';
import { Field } from '../../../ui/field.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { NodeVmProgress } from '../node-vm-progress.tsx';
import { useSwarm } from '../use-swarm.ts';

/** Brings up a further VM on this computer, whose engine joins the Swarm. */
export function AddNodeDialog({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const vm = useStatus(({ status }) => status?.vm ?? null);
  const hasSwarm = useSwarm()?.kind !== 'none';
  const isWrong = name !== '' && !nodeNamePattern.test(name);
  const submit = useSubmit({ isWrong, sent: name, work: () => addNodeVm(name), onDone: onClose });
  const size = vm === null ? '' : ` (${vm.cpus} CPUs, ${formatSize(vm.memoryMiB * 1_048_576)} of memory)`;
  return (
    <FormDialog title="Add a node on this computer" submit={submit} action="Add" onClose={onClose}>
      <p>
        {`One more VM of the size of the first${size}, whose engine joins the Swarm as a worker. It runs, sleeps and stops with the first. `}
        {!hasSwarm && 'There is no Swarm yet: this engine begins one and is its manager.'}
      </p>
      <Field
        label="Name"
        value={name}
        onChange={setName}
        isDisabled={submit.isBusy}
        autoFocus
        isCode
        placeholder="Slipway’s choice, such as node-2"
        problem={submit.isTried && isWrong ? `No name for a VM: ${nodeNameRule}.` : undefined}
      />
      {submit.isBusy && <NodeVmProgress />}
    </FormDialog>
  );
}
