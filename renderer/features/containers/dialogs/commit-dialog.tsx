import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Container } from '../../../../main/contract/engine/containers.ts';
import { type Failure, toFailure } from '../../../../main/contract/errors.ts';
import { commitContainer } from '../../../state/container-verbs.ts';
import { notify } from '../../../state/notices.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { DialogTitle } from './dialog-title.tsx';

interface CommitDialogProps {
  readonly container: Container;
  readonly onClose: () => void;
}

const empty = { name: '', message: '', author: '' };

/** Makes an image of a container. It may be closed meanwhile: the row says that it is under way, and a notice what came of it. */
export function CommitDialog({ container, onClose }: CommitDialogProps) {
  const [text, setText] = useState(empty);
  const [pause, setPause] = useState(true);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);
  const field = (name: keyof typeof empty) => ({
    value: text[name],
    onChange: (value: string) => setText((before) => ({ ...before, [name]: value })),
    isDisabled: isBusy,
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      await commitContainer(container, { ...text, pause: pause && container.state === 'running' });
      if (isOpen.current) onClose();
    } catch (error) {
      if (isOpen.current) setFailure(toFailure(error));
      else notify({ kind: 'failure', failure: toFailure(error) });
      setBusy(false);
    }
  };
  return (
    <Dialog title={<DialogTitle before="Make an image of " name={container.name} />} isOpen onClose={onClose}>
      <form className="dialog-stack" onSubmit={(event) => void submit(event)}>
        <p className="dialog-text">
          It holds the container’s files as they are now and how it is started. What lies in volumes is left
          out.
        </p>
        <Field
          label="Name"
          {...field('name')}
          autoFocus
          isCode
          placeholder="shop/web:before-upgrade"
          description="Without a tag it is “latest”; without a name it has its id alone."
        />
        <Field label="Message" {...field('message')} placeholder="What was done to it" />
        <Field label="Author" {...field('author')} />
        {container.state === 'running' && (
          <Checkbox isSelected={pause} onChange={setPause} isDisabled={isBusy}>
            Let it stand still meanwhile, so that no file is caught half-written
          </Checkbox>
        )}
        {failure !== null && <Problem failure={failure} isGrave />}
        <div className="dialog-actions">
          <Button onPress={onClose}>{isBusy ? 'Close' : 'Cancel'}</Button>
          <Button kind="primary" type="submit" isBusy={isBusy}>
            Make the image
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
