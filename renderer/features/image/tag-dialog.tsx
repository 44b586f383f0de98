import { type FormEvent, useState } from 'react';
import type { Image } from '../../../main/contract/engine/images.ts';
import { type Failure, toFailure } from '../../../main/contract/errors.ts';
import { call } from '../../bridge.ts';
import { notify } from '../../state/notices.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { Field } from '../../ui/field.tsx';

/** Gives an image one more name. */
export function TagDialog({ image, onClose }: { readonly image: Image; readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const problem = name.trim() === '' ? 'It needs a name.' : undefined;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (problem !== undefined) return;
    setBusy(true);
    setFailure(null);
    try {
      await call('images.tag', { id: image.id, name });
      notify({ kind: 'done', text: `It is called ${visibleText(name.trim())} now, too.` });
      onClose();
    } catch (error) {
      setFailure(toFailure(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title="Give it another name" isOpen onClose={onClose}>
      <form className="tag-form" onSubmit={(event) => void submit(event)}>
        <Field
          label="Name"
          value={name}
          onChange={setName}
          autoFocus
          isCode
          placeholder="registry.example.org/shop/web:2"
          description="A name that another image has goes over to this one. Without a tag it is “latest”."
          problem={isTried ? problem : undefined}
          isDisabled={isBusy}
        />
        {failure !== null && (
          <div className="problem problem-grave" role="alert">
            <FailureText failure={failure} />
          </div>
        )}
        <div className="dialog-actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" isBusy={isBusy}>
            Tag
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
