import { Ellipsis, type LucideIcon } from 'lucide-react';
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';

/** One thing that can be done. */
export interface MenuAction {
  readonly id: string;
  readonly title: string;
  readonly icon: LucideIcon;
  readonly isDisabled?: boolean;
  readonly isDangerous?: boolean;
  readonly onAction: () => void;
}

interface ActionMenuProps {
  /** What the menu is of, such as `More for nginx:1.29`. */
  readonly label: string;
  readonly actions: readonly MenuAction[];
  readonly isDisabled?: boolean;
  /** As high as the buttons of a header beside it. */
  readonly isLarge?: boolean;
}

/** What is done less often, behind a button with three dots. */
export function ActionMenu({ label, actions, isDisabled = false, isLarge = false }: ActionMenuProps) {
  return (
    <MenuTrigger>
      <AriaButton
        className={isLarge ? 'button button-plain button-icon' : 'icon-button'}
        aria-label={label}
        isDisabled={isDisabled}
      >
        <Ellipsis size={15} aria-hidden />
      </AriaButton>
      <Popover className="menu-popover" placement="bottom end">
        <Menu className="menu">
          {actions.map(
            ({ id, title, icon: Icon, isDangerous = false, isDisabled: isOff = false, onAction }) => (
              <MenuItem
                key={id}
                id={id}
                className={`menu-item ${isDangerous ? 'menu-item-danger' : ''}`}
                textValue={title}
                isDisabled={isOff}
                onAction={onAction}
              >
                <Icon size={14} aria-hidden />
                {title}
              </MenuItem>
            ),
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
