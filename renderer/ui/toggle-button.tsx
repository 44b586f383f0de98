import type { LucideIcon } from 'lucide-react';
import { ToggleButton as AriaToggleButton, Tooltip, TooltipTrigger } from 'react-aria-components';

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
    <TooltipTrigger delay={500} closeDelay={0}>
      <AriaToggleButton
        className="icon-button icon-toggle"
        aria-label={label}
        isSelected={isOn}
        onChange={onChange}
      >
        <Icon size={15} aria-hidden />
      </AriaToggleButton>
      <Tooltip className="tooltip" offset={6}>
        {label}
      </Tooltip>
    </TooltipTrigger>
  );
}
