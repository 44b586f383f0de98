import { Check, ChevronsUpDown } from 'lucide-react';
import {
  Button as AriaButton,
  Select as AriaSelect,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from 'react-aria-components';

interface SelectProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Each value with its title, in order. */
  readonly titles: Readonly<Record<string, string>>;
  /** Its name where none stands beside it. */
  readonly label?: string;
  /** Ids of what names it and of what says more of it. */
  readonly labelledBy?: string;
  readonly describedBy?: string;
  readonly className?: string;
  readonly autoFocus?: boolean;
}

/** A button that shows one of a few values, and all of them when it is pressed. */
export function Select({
  value,
  onChange,
  titles,
  label,
  labelledBy,
  describedBy,
  className = '',
  autoFocus = false,
}: SelectProps) {
  return (
    <AriaSelect
      className="select"
      aria-label={label}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      autoFocus={autoFocus}
      value={value}
      onChange={(key) => key !== null && onChange(String(key))}
    >
      <AriaButton className={`button select-button ${className}`}>
        <SelectValue className="select-value">{({ selectedText }) => selectedText}</SelectValue>
        <ChevronsUpDown size={13} aria-hidden />
      </AriaButton>
      <Popover className="menu-popover select-popover" placement="bottom end" offset={4}>
        <ListBox className="menu">
          {Object.entries(titles).map(([key, title]) => (
            <ListBoxItem key={key} id={key} className="menu-item" textValue={title}>
              {({ isSelected }) => (
                <>
                  <Check size={13} className={isSelected ? '' : 'invisible'} aria-hidden />
                  {title}
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
