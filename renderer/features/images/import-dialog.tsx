import { FolderInput } from 'lucide-react';
import { useState } from 'react';
import type { ChosenFile } from '../../../main/contract/files.ts';
import { importFromFile } from '../../state/transfers-store.ts';
import { useSubmit } from '../../state/use-submit.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Field } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';

interface ImportDialogProps {
  readonly file: ChosenFile;
  readonly onClose: () => void;
}

/** Asks what an image is to be called that is made from an archive of a root file system. */
export function ImportDialog({ file, onClose }: ImportDialogProps) {
  const [name, setName] = useState('');
  const problem = name.trim() === '' ? 'It needs a name.' : undefined;
  const submit = useSubmit({
    isWrong: problem !== undefined,
    sent: name,
    work: () => importFromFile(file, name.trim()),
    onDone: onClose,
  });
  return (
    <FormDialog
      title="Import a root file system"
      submit={submit}
      action="Import"
      icon={FolderInput}
      onClose={onClose}
    >
      <p className="dialog-text">
        An image of one layer is made from <code>{visibleText(file.path)}</code>.
      </p>
      <Field
        label="Name"
        value={name}
        onChange={setName}
        autoFocus
        isCode
        placeholder="base/trixie:1"
        description="A name that another image has goes over to this one."
        problem={submit.isTried ? problem : undefined}
        isDisabled={submit.isBusy}
      />
    </FormDialog>
  );
}
