import type { LucideIcon } from 'lucide-react';
import { ToggleButton as AriaToggleButton } from 'react-aria-components';
import { named } from './tooltip.tsx';

interface IconToggleProps {
  readonly icon: LucideIcon;
  /** Its name, shown on hover and focus. */
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** A button with a picture on it that stays pressed. */
export function IconToggle({ icon: Icon, label, isOn, onChange }: IconToggleProps) {
  return (
    <AriaToggleButton
      className="icon-button icon-toggle"
      isSelected={isOn}
      onChange={onChange}
      {...named(label)}
    >
      <Icon size={15} aria-hidden />
    </AriaToggleButton>
  );
}
