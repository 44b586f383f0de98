import { ArrowDownToLine } from 'lucide-react';
import { useState } from 'react';
import { pull } from '../../state/transfers-store.ts';
import { useSubmit } from '../../state/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Problem } from '../../ui/problem.tsx';

/** Asks which image is to be pulled. How far it is then stands over the list. */
export function PullDialog({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const problem = name.trim() === '' ? 'Say which image to pull.' : undefined;
  const { isTried, isBusy, failure, onSubmit } = useSubmit(
    problem !== undefined,
    () => pull(name.trim()),
    onClose,
  );
  return (
    <Dialog title="Pull an image" isOpen onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit}>
        <Field
          label="Name"
          value={name}
          onChange={setName}
          autoFocus
          isCode
          placeholder="nginx:1.29"
          description="With a registry before it unless it is on Docker Hub. Without a tag it is “latest”."
          problem={isTried ? problem : undefined}
          isDisabled={isBusy}
        />
        {failure !== null && <Problem failure={failure} isGrave />}
        <div className="dialog-actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" icon={ArrowDownToLine} isBusy={isBusy}>
            Pull
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
