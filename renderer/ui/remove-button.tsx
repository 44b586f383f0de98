import { Trash2 } from 'lucide-react';
import { usePending } from '../state/pending.ts';
import { visibleText } from '../text/visible-text.ts';
import { IconButton } from './button.tsx';

interface RemoveButtonProps {
  /** Untrusted. */
  readonly name: string;
  /** Under which what is done to it shows: meanwhile it cannot be removed. */
  readonly pendingKey: string;
  readonly onPress: () => void;
}

/** In a row: removes it, or asks. */
export function RemoveButton({ name, pendingKey, onPress }: RemoveButtonProps) {
  const isBusy = usePending((store) => store[pendingKey] !== undefined);
  return (
    <span className="row-actions">
      <IconButton
        icon={Trash2}
        kind="danger"
        label={`Remove ${visibleText(name)}`}
        isDisabled={isBusy}
        onPress={onPress}
      />
    </span>
  );
}
