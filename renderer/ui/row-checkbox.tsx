import type { ChangeEvent, MouseEvent } from 'react';
import { useEffect, useRef } from 'react';

interface RowCheckboxProps {
  readonly label: string;
  readonly isChecked: boolean;
  /** Some of what it stands for is chosen, some is not. */
  readonly isMixed?: boolean;
  readonly onPress: (withShift: boolean) => void;
}

/** Chooses a row, or all of them. */
export function RowCheckbox({ label, isChecked, isMixed = false, onPress }: RowCheckboxProps) {
  const box = useRef<HTMLInputElement>(null);
  const withShift = useRef(false);
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = isMixed;
  }, [isMixed]);
  return (
    <input
      ref={box}
      type="checkbox"
      className="row-checkbox"
      aria-label={label}
      checked={isChecked}
      onClick={(event: MouseEvent) => {
        withShift.current = event.shiftKey;
      }}
      onChange={(_: ChangeEvent) => {
        onPress(withShift.current);
        withShift.current = false;
      }}
    />
  );
}
