import { type FormEvent, useState } from 'react';
import { snapshotNamePattern } from '../../../main/contract/snapshot-name.ts';
import { createSnapshot, useSnapshots } from '../../state/snapshots-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';

/** Asks for the name of a new snapshot. */
export function CreateSnapshotDialog({ onClose }: { readonly onClose: () => void }) {
  const known = useSnapshots((store) => store.known);
  const [name, setName] = useState('');
  const [isTried, setTried] = useState(false);
  const problem = problemOf(name, known?.snapshots.map((snapshot) => snapshot.name) ?? []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (problem !== undefined) return;
    onClose();
    void createSnapshot(name);
  };
  return (
    <Dialog title="Create a snapshot" isOpen onClose={onClose}>
      <form className="snapshot-form" onSubmit={submit}>
        <Field
          label="Name"
          value={name}
          onChange={setName}
          autoFocus
          isCode
          placeholder="before-migration"
          description="Containers stand still while their memory and the disk are copied, and then go on."
          problem={isTried ? problem : undefined}
        />
        <div className="dialog-actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button kind="primary" type="submit">
            Create
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function problemOf(name: string, taken: readonly string[]): string | undefined {
  if (name === '') return 'Give it a name.';
  if (!snapshotNamePattern.test(name)) {
    return 'Use letters, digits, dots, dashes and underscores, at most 64. It cannot begin with a dot or a dash, nor end with a dot.';
  }
  return taken.includes(name) ? 'There is one of that name already.' : undefined;
}
