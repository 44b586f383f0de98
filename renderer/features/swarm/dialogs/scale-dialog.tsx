import { useState } from 'react';
import { mostReplicas } from '../../../../main/contract/engine/swarm-limits.ts';
import { scaleService } from '../../../state/swarm-store.ts';
import { useSubmit } from '../../../state/use-submit.ts';
import { Field } from '../../../ui/field.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';
import { readReplicas } from '../service-form.ts';
import type { ServiceRow } from '../swarm-rows.ts';

interface ScaleDialogProps {
  readonly row: ServiceRow;
  readonly onClose: () => void;
}

/** Asks how many tasks a service is to have. */
export function ScaleDialog({ row, onClose }: ScaleDialogProps) {
  const { mode } = row;
  const [text, setText] = useState(mode.kind === 'replicated' ? String(mode.replicas) : '');
  const replicas = readReplicas(text);
  const submit = useSubmit({
    isWrong: replicas === null,
    sent: text,
    work: async () => {
      if (replicas !== null) await scaleService(row, replicas);
    },
    onDone: onClose,
  });
  return (
    <FormDialog
      title={
        <>
          {'Scale '}
          <Untrusted text={row.name} />
        </>
      }
      submit={submit}
      action="Scale"
      onClose={onClose}
    >
      <Field
        label="Tasks"
        value={text}
        onChange={setText}
        isDisabled={submit.isBusy}
        autoFocus
        isRequired
        inputMode="numeric"
        problem={
          submit.isTried && replicas === null ? `A whole number from 0 to ${mostReplicas}.` : undefined
        }
        description="With 0 nothing runs, and the service stays."
      />
    </FormDialog>
  );
}
