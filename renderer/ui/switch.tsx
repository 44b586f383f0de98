import { Switch as AriaSwitch } from 'react-aria-components';

interface SwitchProps {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  /** Ids of what names it and of what says more of it. */
  readonly labelledBy: string;
  readonly describedBy: string;
}

/** On or off, at once. */
export function Switch({ isOn, onChange, labelledBy, describedBy }: SwitchProps) {
  return (
    <AriaSwitch
      className="switch"
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      isSelected={isOn}
      onChange={onChange}
    >
      <span className="switch-track" aria-hidden />
    </AriaSwitch>
  );
}
