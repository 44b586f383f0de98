import { ArrowUpFromLine } from 'lucide-react';
import { useState } from 'react';
import { registryInName } from '../../../main/contract/engine/image-name.ts';
import { call } from '../../bridge.ts';
import { push } from '../../state/transfers-store.ts';
import { useSubmit } from '../../state/use-submit.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Problem } from '../../ui/problem.tsx';

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
  const { isTried, isBusy, failure, onSubmit } = useSubmit(problem !== undefined, send, onClose);
  return (
    <Dialog title="Push this image" isOpen onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit}>
        <Field
          label="Name"
          value={name}
          onChange={setName}
          autoFocus
          isCode
          placeholder="registry.example.org/shop/web:2"
          description={destination(wanted, names)}
          problem={isTried ? problem : undefined}
          isDisabled={isBusy}
        />
        {failure !== null && <Problem failure={failure} isGrave />}
        <div className="dialog-actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" icon={ArrowUpFromLine} isBusy={isBusy}>
            Push
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function destination(name: string, names: readonly string[]): string {
  if (name === '') return 'The registry is the part before the first slash.';
  const registry = registryInName(name);
  const where = registry === null ? 'to Docker Hub' : `to ${visibleText(registry)}`;
  return names.includes(name) ? `It goes ${where}.` : `It is given this name, too, and goes ${where}.`;
}
