import { Ellipsis, type LucideIcon } from 'lucide-react';
import {
  Button as AriaButton,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Tooltip,
  TooltipTrigger,
} from 'react-aria-components';

/** An entry of a menu. */
export interface MenuEntry {
  readonly title: string;
  readonly icon: LucideIcon;
  readonly isDisabled?: boolean;
  readonly onAction: () => void;
}

interface MoreMenuProps {
  /** Its name, shown on hover and focus: `More for web`. */
  readonly label: string;
  readonly isDisabled?: boolean;
  /** Groups of entries, a line between two; empty ones are left out. */
  readonly groups: readonly (readonly MenuEntry[])[];
}

/** A button that opens a menu of whatever is done too seldom for a button of its own. */
export function MoreMenu({ label, isDisabled = false, groups }: MoreMenuProps) {
  return (
    <MenuTrigger>
      <TooltipTrigger delay={500} closeDelay={0}>
        <AriaButton className="icon-button" aria-label={label} isDisabled={isDisabled}>
          <Ellipsis size={15} aria-hidden />
        </AriaButton>
        <Tooltip className="tooltip" offset={6}>
          {label}
        </Tooltip>
      </TooltipTrigger>
      <Popover className="menu-popover" placement="bottom end" offset={4}>
        <Menu className="menu" aria-label={label}>
          {groups
            .filter((entries) => entries.length > 0)
            .map((entries) => (
              <MenuSection key={entries[0]?.title} className="menu-group" aria-label={entries[0]?.title}>
                {entries.map(({ title, icon: Icon, isDisabled: isOff = false, onAction }) => (
                  <MenuItem
                    key={title}
                    id={title}
                    className="menu-item"
                    textValue={title}
                    isDisabled={isOff}
                    onAction={onAction}
                  >
                    <Icon size={14} aria-hidden />
                    {title}
                  </MenuItem>
                ))}
              </MenuSection>
            ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
