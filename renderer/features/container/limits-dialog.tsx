import { useState } from 'react';
import type { ContainerDetails } from '../../../main/contract/engine/container-details.ts';
import { formatSize } from '../../../main/contract/format.ts';
import { updateContainer } from '../../state/actions.ts';
import { useUsage } from '../../state/usage-store.ts';
import { useSubmit } from '../../state/use-submit.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { LimitsFields } from '../run/fields/limits-fields.tsx';
import type { RunForm } from '../run/form/run-form.ts';
import { usePointer } from '../run/use-pointer.ts';
import { limitsForm, readLimits } from './limits-form.ts';
import '../run/run.css';

interface LimitsDialogProps {
  readonly details: ContainerDetails;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

/** Changes what a container may use, as it runs. */
export function LimitsDialog({ details, onClose, onChanged }: LimitsDialogProps) {
  const [before] = useState(() => limitsForm(details));
  const [form, setForm] = useState<RunForm>(before);
  const { formRef, pointAtProblem } = usePointer();
  const { update, problems } = readLimits(before, form);
  const used = useUsage((store) => store[details.id]?.sample.memoryBytes);
  const isChanged = Object.keys(update).length > 0;
  const submit = useSubmit({
    isWrong: Object.keys(problems).length > 0,
    work: async () => {
      if (!isChanged) return;
      await updateContainer(details, update);
      onChanged();
    },
    onDone: onClose,
    onWrong: pointAtProblem,
  });
  return (
    <FormDialog
      title={
        <>
          {'Limits of '}
          <Untrusted text={details.name} />
        </>
      }
      submit={submit}
      action="Change"
      onClose={onClose}
      width="wide"
      formRef={formRef}
    >
      <LimitsFields
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
    </FormDialog>
  );
}
