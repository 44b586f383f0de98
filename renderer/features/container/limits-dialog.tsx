import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import type { ContainerDetails } from '../../../main/contract/engine/container-details.ts';
import { type Failure, toFailure } from '../../../main/contract/errors.ts';
import { formatSize } from '../../../main/contract/format.ts';
import { updateContainer } from '../../state/actions.ts';
import { useUsage } from '../../state/usage-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Problem } from '../../ui/problem.tsx';
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
  const [wasSubmitted, setSubmitted] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { formRef, pointAtProblem } = usePointer();
  const { update, problems } = readLimits(before, form);
  const used = useUsage((store) => store[details.id]?.sample.memoryBytes);
  const isChanged = Object.keys(update).length > 0;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setSubmitted(true);
    if (Object.keys(problems).length > 0) return pointAtProblem();
    if (!isChanged) return onClose();
    setBusy(true);
    setFailure(null);
    try {
      await updateContainer(details, update);
      onChanged();
      onClose();
    } catch (error) {
      setFailure(toFailure(error));
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={
        <>
          {'Limits of '}
          <Untrusted text={details.name} />
        </>
      }
      isOpen
      onClose={onClose}
      width="wide"
    >
      <Form
        ref={formRef}
        className="dialog-stack"
        onSubmit={(event) => void submit(event)}
        validationBehavior="aria"
      >
        <LimitsFields
          form={form}
          onChange={(change) => setForm((now) => ({ ...now, ...change }))}
          problems={wasSubmitted ? problems : {}}
          isDisabled={isBusy}
          image={null}
        />
        <p className="dialog-aside">
          They hold at once, and the container goes on.
          {used !== undefined && ` It uses ${formatSize(used)} of memory now.`}
        </p>
        {failure !== null && <Problem failure={failure} isGrave />}
        <div className="dialog-actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" isBusy={isBusy}>
            Change
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
