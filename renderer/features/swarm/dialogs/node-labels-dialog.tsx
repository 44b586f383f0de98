import { useState } from 'react';
import { setNodeLabels } from '../../../state/swarm-store.ts';
import { useSubmit } from '../../../state/use-submit.ts';
import { readPairs } from '../../../text/pairs.ts';
import { Field } from '../../../ui/field.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';
import type { NodeRow } from '../swarm-rows.ts';

interface NodeLabelsDialogProps {
  readonly row: NodeRow;
  readonly onClose: () => void;
}

/** Changes the labels of a node: by them services say where their tasks may be. */
export function NodeLabelsDialog({ row, onClose }: NodeLabelsDialogProps) {
  const [text, setText] = useState(() =>
    Object.entries(row.labels)
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
  );
  const labels = readPairs(text);
  const submit = useSubmit({
    isWrong: !labels.ok,
    sent: text,
    work: async () => {
      if (labels.ok) await setNodeLabels(row, labels.value);
    },
    onDone: onClose,
  });
  return (
    <FormDialog
      title={
        <>
          {'Labels of '}
          <Untrusted text={row.name} />
        </>
      }
      submit={submit}
      action="Change"
      onClose={onClose}
    >
      <Field
        label="Labels"
        value={text}
        onChange={setText}
        isDisabled={submit.isBusy}
        autoFocus
        isCode
        lines={4}
        placeholder="disk=ssd"
        problem={submit.isTried && !labels.ok ? labels.problem : undefined}
        description="A service asks for them by a constraint: node.labels.disk==ssd"
      />
    </FormDialog>
  );
}
