import { FolderInput } from 'lucide-react';
import { useState } from 'react';
import type { ChosenFile } from '../../../main/contract/files.ts';
import { importFromFile } from '../../state/transfers-store.ts';
import { useSubmit } from '../../state/use-submit.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Problem } from '../../ui/problem.tsx';

interface ImportDialogProps {
  readonly file: ChosenFile;
  readonly onClose: () => void;
}

/** Asks what an image is to be called that is made from an archive of a root file system. */
export function ImportDialog({ file, onClose }: ImportDialogProps) {
  const [name, setName] = useState('');
  const problem = name.trim() === '' ? 'It needs a name.' : undefined;
  const { isTried, isBusy, failure, onSubmit } = useSubmit(
    problem !== undefined,
    () => importFromFile(file, name.trim()),
    onClose,
  );
  return (
    <Dialog title="Import a root file system" isOpen onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit}>
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
          problem={isTried ? problem : undefined}
          isDisabled={isBusy}
        />
        {failure !== null && <Problem failure={failure} isGrave />}
        <div className="dialog-actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" icon={FolderInput} isBusy={isBusy}>
            Import
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
