import { useState } from 'react';
import { call } from '../../bridge.ts';
import { notify } from '../../state/notices.ts';
import { useSubmit } from '../../state/use-submit.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Field } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';

/** Gives an image one more name. */
export function TagDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const problem = name.trim() === '' ? 'It needs a name.' : undefined;
  const submit = useSubmit({
    isWrong: problem !== undefined,
    sent: name,
    work: async () => {
      await call('images.tag', { id, name });
      notify({ kind: 'done', text: `It is called ${visibleText(name.trim())} now, too.` });
    },
    onDone: onClose,
  });
  return (
    <FormDialog title="Give it another name" submit={submit} action="Tag" onClose={onClose}>
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
