import { useState } from 'react';
import { isImageName, shortImageName } from '../../../main/contract/engine/image-name.ts';
import { call } from '../../bridge.ts';
import { useEngine } from '../../state/engine-store.ts';
import { notify } from '../../state/notices.ts';
import { useSubmit } from '../../state/use-submit.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Field } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { DialogTitle } from '../containers/dialogs/dialog-title.tsx';

/** Gives an image one more name. */
export function TagDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const image = useEngine(({ images }) =>
    images.kind === 'loaded' ? images.items.find((one) => one.id === id) : undefined,
  );
  // As it was when it was asked for: the new name may come to stand first.
  const [known] = useState(shortImageName(image?.tags[0] ?? id));
  const wanted = name.trim();
  const problem =
    wanted === ''
      ? 'It needs a name.'
      : isImageName(wanted)
        ? undefined
        : 'This is not an image’s name. Write it in lower case, with its tag: shop/web:2.';
  const submit = useSubmit({
    isWrong: problem !== undefined,
    sent: name,
    work: async () => {
      await call('images.tag', { id, name });
      notify({ kind: 'done', text: `${visibleText(known)} is also called ${visibleText(wanted)} now.` });
    },
    onDone: onClose,
  });
  return (
    <FormDialog
      title={<DialogTitle before="Tag " name={known} />}
      submit={submit}
      action="Tag"
      onClose={onClose}
    >
      <Field
        label="Name"
        value={name}
        onChange={setName}
        autoFocus
        isCode
        placeholder="registry.example.org/shop/web:2"
        description="A name that another image has goes over to this one. Without a tag it is “latest”."
        problem={submit.isTried ? problem : undefined}
        isDisabled={submit.isBusy}
      />
    </FormDialog>
  );
}
