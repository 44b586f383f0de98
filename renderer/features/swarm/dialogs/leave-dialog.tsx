import { useState } from 'react';
import { leaveSwarm } from '../../../state/swarm-store.ts';
import { useSubmit } from '../../../state/use-submit.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { useSwarm } from '../use-swarm.ts';

/** Leaves the Swarm. With the last manager goes all that the Swarm knows, which has to be agreed to. */
export function LeaveDialog({ onClose }: { readonly onClose: () => void }) {
  const swarm = useSwarm();
  const [isAgreed, setAgreed] = useState(false);
  const isManager = swarm?.kind !== 'worker';
  const isLast =
    swarm?.kind === 'manager' && swarm.nodes.filter(({ role }) => role === 'manager').length === 1;
  const submit = useSubmit({
    isWrong: isManager && !isAgreed,
    sent: isAgreed,
    work: () => leaveSwarm(isManager),
    onDone: onClose,
  });
  return (
    <FormDialog title="Leave the Swarm?" submit={submit} action="Leave" kind="danger" onClose={onClose}>
      <p>
        {isLast
          ? 'This is its only manager: its services, secrets and configs go with it, and what runs for them is ended. Volumes stay.'
          : isManager
            ? 'This is one of its managers. The others go on only if more than half of all are left.'
            : 'The tasks that run here are ended, and started on other nodes.'}
      </p>
      {isManager && (
        <Checkbox isSelected={isAgreed} onChange={setAgreed} isDisabled={submit.isBusy}>
          {isLast ? 'Give up the Swarm' : 'Leave all the same'}
        </Checkbox>
      )}
      {submit.isTried && isManager && !isAgreed && (
        <p className="field-problem" role="alert">
          Tick the box to go on.
        </p>
      )}
    </FormDialog>
  );
}
