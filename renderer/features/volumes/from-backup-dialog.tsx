import { useState } from 'react';
import type { ChosenFile } from '../../../main/contract/files.ts';
import { useSubmit } from '../../state/use-submit.ts';
import { nameOfBackup, restore } from '../../state/volume-contents.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Field } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { useNewVolumeProblem } from './clone-volume-dialog.tsx';

interface FromBackupDialogProps {
  readonly file: ChosenFile;
  readonly onClose: () => void;
}

/** Asks for the name of a volume that is to hold what a backup does. */
export function FromBackupDialog({ file, onClose }: FromBackupDialogProps) {
  const [name, setName] = useState(nameOfBackup(file.path));
  const problem = useNewVolumeProblem(name);
  const submit = useSubmit({
    isWrong: problem !== undefined,
    sent: name,
    work: async () => {
      // It takes its time: how far it is shows in the corner.
      void restore(name, file, true);
    },
    onDone: onClose,
  });
  return (
    <FormDialog title="Make a volume from a backup" submit={submit} action="Restore" onClose={onClose}>
      <p className="dialog-text">
        It holds what <bdi>{visibleText(file.path)}</bdi> does.
      </p>
      <Field
        label="Name of the new volume"
        value={name}
        onChange={setName}
        problem={submit.isTried ? problem : undefined}
        isCode
        autoFocus
        isRequired
      />
    </FormDialog>
  );
}
