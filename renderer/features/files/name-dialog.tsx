import { useState } from 'react';
import { useSubmit } from '../../state/use-submit.ts';
import { Field } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';

interface NameDialogProps {
  readonly title: string;
  readonly action: string;
  /** The name to begin with. */
  readonly name: string;
  /** Rejects with why it could not be done: then the dialog stays. */
  readonly onName: (name: string) => Promise<void>;
  readonly onClose: () => void;
}

/** Asks for the name of a file or folder, and does with it what is to be done. */
export function NameDialog({ title, action, name: first, onName, onClose }: NameDialogProps) {
  const [name, setName] = useState(first);
  const problem = fileNameProblem(name);
  const submit = useSubmit({
    isWrong: problem !== undefined,
    sent: name,
    work: () => onName(name),
    onDone: onClose,
  });
  return (
    <FormDialog title={title} submit={submit} action={action} onClose={onClose}>
      <Field
        label="Name"
        value={name}
        onChange={setName}
        problem={submit.isTried ? problem : undefined}
        isDisabled={submit.isBusy}
        isCode
        autoFocus
        isRequired
      />
    </FormDialog>
  );
}

/** What is wrong with the name of a file; undefined for nothing. */
export function fileNameProblem(name: string): string | undefined {
  if (name === '') return 'It needs a name.';
  if (name === '.' || name === '..') return 'Every folder has this name for itself or the one above.';
  if (name.includes('/')) return 'A name cannot hold a slash.';
  if (name.includes('\0')) return 'A name cannot hold a zero byte.';
  if (new TextEncoder().encode(name).length > 255) return 'A name can be 255 bytes long at most.';
  return undefined;
}
