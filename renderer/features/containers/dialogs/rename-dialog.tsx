import { type FormEvent, useState } from 'react';
import { containerNamePattern } from '../../../../main/contract/engine/container-words.ts';
import type { Container } from '../../../../main/contract/engine/containers.ts';
import { type Failure, toFailure } from '../../../../main/contract/errors.ts';
import { call } from '../../../bridge.ts';
import { notify } from '../../../state/notices.ts';
import { visibleText } from '../../../text/visible-text.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { DialogTitle } from './dialog-title.tsx';

interface RenameDialogProps {
  readonly container: Container;
  readonly onClose: () => void;
}

/** Gives a container another name. */
export function RenameDialog({ container, onClose }: RenameDialogProps) {
  const [name, setName] = useState(container.name);
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const problem = problemOf(name.trim());
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (problem !== undefined) return;
    setBusy(true);
    setFailure(null);
    try {
      if (name.trim() !== container.name) await call('containers.rename', { id: container.id, name });
      notify({
        kind: 'done',
        text: `${visibleText(container.name)} is called ${visibleText(name.trim())} now.`,
      });
      onClose();
    } catch (error) {
      setFailure(toFailure(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={<DialogTitle before="Rename " name={container.name} />} isOpen onClose={onClose}>
      <form className="dialog-stack" onSubmit={(event) => void submit(event)}>
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
          problem={isTried ? problem : undefined}
          isDisabled={isBusy}
        />
        {failure !== null && <Problem failure={failure} isGrave />}
        <div className="dialog-actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" isBusy={isBusy}>
            Rename
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function problemOf(name: string): string | undefined {
  if (name === '') return 'It needs a name.';
  if (containerNamePattern.test(name)) return undefined;
  return 'Letters, digits, dots, dashes and underscores; two at least, the first a letter or a digit.';
}
