import { Switch as AriaSwitch } from 'react-aria-components';

interface SwitchProps {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  /** What it is called, by the words that stand beside it. */
  readonly label: string;
  /** Ids of what says more of it. */
  readonly describedBy: string;
  readonly isDisabled?: boolean;
}

/** On or off, at once. */
export function Switch({ isOn, onChange, label, describedBy, isDisabled = false }: SwitchProps) {
  return (
    <AriaSwitch
      className="switch"
      aria-label={label}
      aria-describedby={describedBy}
      isSelected={isOn}
      isDisabled={isDisabled}
      onChange={onChange}
    >
      <span className="switch-track" aria-hidden />
    </AriaSwitch>
  );
}
