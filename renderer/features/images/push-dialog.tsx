import { ArrowUpFromLine } from 'lucide-react';
import { useState } from 'react';
import { registryInName } from '../../../main/contract/engine/image-name.ts';
import { call } from '../../bridge.ts';
import { push } from '../../state/transfers-store.ts';
import { useSubmit } from '../../state/use-submit.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Field } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';

interface PushDialogProps {
  readonly id: string;
  /** Names that it has; the one to begin with is the first. Untrusted. */
  readonly names: readonly string[];
  readonly onClose: () => void;
}

/** Asks where an image is to be pushed: to one of its names, or to another that it is given for this. */
export function PushDialog({ id, names, onClose }: PushDialogProps) {
  const [name, setName] = useState(names[0] ?? '');
  const wanted = name.trim();
  const problem = wanted === '' ? 'It needs a name: the registry is a part of it.' : undefined;
  const send = async () => {
    if (!names.includes(wanted)) await call('images.tag', { id, name: wanted });
    await push(wanted);
  };
  const submit = useSubmit({ isWrong: problem !== undefined, sent: name, work: send, onDone: onClose });
  return (
    <FormDialog
      title="Push this image"
      submit={submit}
      action="Push"
      icon={ArrowUpFromLine}
      onClose={onClose}
    >
      <Field
        label="Name"
        value={name}
        onChange={setName}
        autoFocus
        isCode
        placeholder="registry.example.org/shop/web:2"
        description={destination(wanted, names)}
        problem={submit.isTried ? problem : undefined}
        isDisabled={submit.isBusy}
      />
    </FormDialog>
  );
}

function destination(name: string, names: readonly string[]): string {
  if (name === '') return 'The registry is the part before the first slash.';
  const registry = registryInName(name);
  const where = registry === null ? 'to Docker Hub' : `to ${visibleText(registry)}`;
  return names.includes(name) ? `It goes ${where}.` : `It is given this name, too, and goes ${where}.`;
}
