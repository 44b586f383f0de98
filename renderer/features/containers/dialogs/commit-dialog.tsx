import { useState } from 'react';
import type { Container } from '../../../../main/contract/engine/containers.ts';
import { commitContainer } from '../../../state/container-verbs.ts';
import { useSubmit } from '../../../state/use-submit.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Field } from '../../../ui/field.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
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
  const submit = useSubmit({
    isWrong: false,
    sent: { ...text, pause },
    work: () => commitContainer(container, { ...text, pause: pause && container.state === 'running' }),
    onDone: onClose,
  });
  const field = (name: keyof typeof empty) => ({
    value: text[name],
    onChange: (value: string) => setText((before) => ({ ...before, [name]: value })),
    isDisabled: submit.isBusy,
  });
  return (
    <FormDialog
      title={<DialogTitle before="Make an image of " name={container.name} />}
      submit={submit}
      action="Make the image"
      onClose={onClose}
    >
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
        <Checkbox isSelected={pause} onChange={setPause} isDisabled={submit.isBusy}>
          Let it stand still meanwhile, so that no file is caught half-written
        </Checkbox>
      )}
    </FormDialog>
  );
}
