import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

interface ChangedDialogProps {
  readonly onClose: () => void;
  /** What was written here is given up. */
  readonly onTake: () => void;
  /** What was written elsewhere is. */
  readonly onSaveOver: () => void;
}

/** Says that a file was written by another program since it was opened here, and asks which of the two is to stay. */
export function ChangedDialog({ onClose, onTake, onSaveOver }: ChangedDialogProps) {
  const after = (answer: () => void) => () => {
    onClose();
    answer();
  };
  return (
    <Dialog title="It was changed meanwhile" isOpen onClose={onClose} role="alertdialog">
      <p className="dialog-text">
        Another program has written to this file since it was opened here. Saving takes the place of what it
        has written.
      </p>
      <div className="dialog-actions">
        <Button autoFocus onPress={onClose}>
          Cancel
        </Button>
        <Button onPress={after(onTake)}>Take theirs</Button>
        <Button kind="danger" onPress={after(onSaveOver)}>
          Save over it
        </Button>
      </div>
    </Dialog>
  );
}
