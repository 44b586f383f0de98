import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '../../ui/dialog.tsx';

/** A form that is not left without a question once something is written into it. */
export interface Discard {
  /** Closes the form, or asks first. */
  readonly leave: () => void;
  /** To be drawn within the form's dialog. */
  readonly question: ReactNode;
}

/** Asks before a form is closed that was changed. */
export function useDiscard(isChanged: boolean, onClose: () => void, text: string): Discard {
  const [asks, setAsks] = useState(false);
  return {
    leave: () => (isChanged ? setAsks(true) : onClose()),
    question: (
      <ConfirmDialog
        title="Discard what you have written?"
        isOpen={asks}
        onClose={() => setAsks(false)}
        onConfirm={onClose}
        action="Discard"
      >
        {text}
      </ConfirmDialog>
    ),
  };
}
