import { useState } from 'react';
import { containerNamePattern } from '../../../../main/contract/engine/container-words.ts';
import type { Container } from '../../../../main/contract/engine/containers.ts';
import { call } from '../../../bridge.ts';
import { notify } from '../../../state/notices.ts';
import { useSubmit } from '../../../state/use-submit.ts';
import { visibleText } from '../../../text/visible-text.ts';
import { Field } from '../../../ui/field.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { DialogTitle } from './dialog-title.tsx';

interface RenameDialogProps {
  readonly container: Container;
  readonly onClose: () => void;
}

/** Gives a container another name. */
export function RenameDialog({ container, onClose }: RenameDialogProps) {
  const [name, setName] = useState(container.name);
  const wanted = name.trim();
  const problem = problemOf(wanted);
  const submit = useSubmit({
    isWrong: problem !== undefined,
    sent: name,
    work: async () => {
      if (wanted === container.name) return;
      await call('containers.rename', { id: container.id, name: wanted });
      notify({ kind: 'done', text: `${visibleText(container.name)} is called ${visibleText(wanted)} now.` });
    },
    onDone: onClose,
  });
  return (
    <FormDialog
      title={<DialogTitle before="Rename " name={container.name} />}
      submit={submit}
      action="Rename"
      onClose={onClose}
    >
      <Field
        label="Name"
        value={name}
        onChange={setName}
        autoFocus
        isCode
        description={
          container.project === null
            ? 'Others find it under its new name at once.'
            : 'Compose knows its containers by their names: it makes this one anew when it next runs.'
        }
        problem={submit.isTried ? problem : undefined}
        isDisabled={submit.isBusy}
      />
    </FormDialog>
  );
}

function problemOf(name: string): string | undefined {
  if (name === '') return 'It needs a name.';
  if (containerNamePattern.test(name)) return undefined;
  return 'Letters, digits, dots, dashes and underscores; two at least, the first a letter or a digit.';
}
