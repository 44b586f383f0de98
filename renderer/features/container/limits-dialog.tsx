import { useCallback, useState } from 'react';
import type { ContainerDetails } from '../../../main/contract/engine/container-details.ts';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { formatSize } from '../../../main/contract/format.ts';
import { call } from '../../bridge.ts';
import { changeLimits } from '../../state/limits.ts';
import type { RunForm } from '../../state/run-form.ts';
import { useUsage } from '../../state/usage-store.ts';
import { useRequest } from '../../state/use-request.ts';
import { useSubmit } from '../../state/use-submit.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogForm } from '../../ui/form-dialog.tsx';
import { RequestState } from '../../ui/request-state.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { LimitsFields } from '../run/fields/limits-fields.tsx';
import { usePointer } from '../run/use-pointer.ts';
import { limitsForm, readLimits } from './limits-form.ts';
import '../run/run.css';

interface LimitsDialogProps {
  readonly container: Container;
  readonly onClose: () => void;
}

/** Changes what a container may use, as it runs. */
export function LimitsDialog({ container, onClose }: LimitsDialogProps) {
  const { id, name } = container;
  const ask = useCallback(() => call('container.inspect', { id }), [id]);
  // Asked once: what is being changed is not to change under one's hands.
  const { state, again } = useRequest(ask);
  return (
    <Dialog
      title={
        <>
          {'Limits of '}
          <Untrusted text={name} />
        </>
      }
      isOpen
      onClose={onClose}
      width="wide"
    >
      <RequestState state={state} what="the container" onRetry={again}>
        {(details) => <LimitsForm details={details} onClose={onClose} />}
      </RequestState>
    </Dialog>
  );
}

interface LimitsFormProps {
  readonly details: ContainerDetails;
  readonly onClose: () => void;
}

function LimitsForm({ details, onClose }: LimitsFormProps) {
  const [before] = useState(() => limitsForm(details));
  const [form, setForm] = useState<RunForm>(before);
  const { formRef, pointAtProblem } = usePointer();
  const { update, problems } = readLimits(before, form);
  const used = useUsage((store) => store[details.id]?.sample.memoryBytes);
  const isChanged = Object.keys(update).length > 0;
  const submit = useSubmit({
    isWrong: Object.keys(problems).length > 0,
    sent: form,
    work: async () => {
      if (isChanged) await changeLimits(details, update);
    },
    onDone: onClose,
    onWrong: pointAtProblem,
  });
  return (
    <DialogForm submit={submit} action="Change" onClose={onClose} formRef={formRef}>
      <LimitsFields
        autoFocus
        form={form}
        onChange={(change) => setForm((now) => ({ ...now, ...change }))}
        problems={submit.isTried ? problems : {}}
        isDisabled={submit.isBusy}
        image={null}
      />
      <p className="dialog-aside">
        They hold at once, and the container goes on.
        {used !== undefined && ` It uses ${formatSize(used)} of memory now.`}
      </p>
    </DialogForm>
  );
}
