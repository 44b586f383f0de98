import { useId, useState } from 'react';
import type { ServiceChange } from '../../../../main/contract/engine/services.ts';
import { updateService } from '../../../state/swarm-store.ts';
import { useSubmit } from '../../../state/use-submit.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Field } from '../../../ui/field.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { Select } from '../../../ui/select.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';
import { readReplicas } from '../service-form.ts';
import type { ServiceRow } from '../swarm-rows.ts';

interface UpdateServiceDialogProps {
  readonly row: ServiceRow;
  readonly onClose: () => void;
}

type Policy = NonNullable<ServiceChange['policy']>;

const orders: Readonly<Record<Policy['order'], string>> = {
  'stop-first': 'End the old task, then start the new one',
  'start-first': 'Start the new task, then end the old one',
};

const failures: Readonly<Record<Policy['onFailure'], string>> = {
  pause: 'Pause',
  rollback: 'Roll back',
  continue: 'Go on',
};

/** Most seconds between two tasks: a day. */
const mostSeconds = 86_400;

/** Gives a service another image, task after task. */
export function UpdateServiceDialog({ row, onClose }: UpdateServiceDialogProps) {
  const { policy } = row;
  const [text, setText] = useState({
    image: row.image,
    parallelism: String(policy.parallelism),
    seconds: String(policy.delayMs / 1_000),
  });
  const [order, setOrder] = useState<Policy['order']>(
    policy.order === 'start-first' ? 'start-first' : 'stop-first',
  );
  const [onFailure, setOnFailure] = useState<Policy['onFailure']>(
    policy.onFailure === 'continue' || policy.onFailure === 'rollback' ? policy.onFailure : 'pause',
  );
  const [sharesLogIn, setSharesLogIn] = useState(false);
  const [orderId, failureId] = [useId(), useId()];
  const parallelism = readReplicas(text.parallelism);
  const seconds = /^\d+(\.\d+)?$/.test(text.seconds.trim()) ? Number(text.seconds) : Number.NaN;
  const problems: Partial<Record<keyof typeof text, string | undefined>> = {
    image: text.image.trim() === '' ? 'Say which image to run.' : undefined,
    parallelism: parallelism === null ? 'A whole number; 0 for all of them.' : undefined,
    seconds: seconds <= mostSeconds ? undefined : `A number of seconds, at most ${mostSeconds}.`,
  };
  const change: ServiceChange = {
    id: row.id,
    // The name as it is would be looked up anew, and its digest be lost.
    ...(text.image.trim() === row.image ? {} : { image: text.image }),
    policy: { parallelism: parallelism ?? 1, delayMs: Math.round(seconds * 1_000), order, onFailure },
    sharesLogIn,
  };
  const submit = useSubmit({
    isWrong: Object.values(problems).some((problem) => problem !== undefined),
    sent: change,
    work: () => updateService(row.name, change),
    onDone: onClose,
  });
  const field = (key: keyof typeof text) => ({
    value: text[key],
    onChange: (value: string) => setText((before) => ({ ...before, [key]: value })),
    problem: submit.isTried ? problems[key] : undefined,
    isDisabled: submit.isBusy,
  });
  return (
    <FormDialog
      title={
        <>
          {'Update '}
          <Untrusted text={row.name} />
        </>
      }
      submit={submit}
      action="Update"
      onClose={onClose}
    >
      <Field label="Image" {...field('image')} isCode autoFocus isRequired />
      <div className="field-pair">
        <Field label="Tasks at once" {...field('parallelism')} inputMode="numeric" />
        <Field label="Seconds between" {...field('seconds')} inputMode="decimal" />
      </div>
      <div className="field">
        <span className="field-label" id={orderId}>
          Order
        </span>
        <Select
          labelledBy={orderId}
          className="wide-select"
          value={order}
          onChange={(next) => setOrder(next as Policy['order'])}
          titles={orders}
        />
      </div>
      <div className="field">
        <span className="field-label" id={failureId}>
          When a new task fails
        </span>
        <Select
          labelledBy={failureId}
          className="wide-select"
          value={onFailure}
          onChange={(next) => setOnFailure(next as Policy['onFailure'])}
          titles={failures}
        />
      </div>
      <Checkbox isSelected={sharesLogIn} onChange={setSharesLogIn} isDisabled={submit.isBusy}>
        Give the nodes the log-in to the image’s registry
      </Checkbox>
    </FormDialog>
  );
}
