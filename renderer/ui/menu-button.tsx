import { ChevronDown, type LucideIcon } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { actFromMenu } from './act-from-menu.ts';
import type { MenuEntry } from './more-menu.tsx';

interface MenuButtonProps {
  readonly title: string;
  readonly icon: LucideIcon;
  readonly isDisabled?: boolean;
  readonly entries: readonly MenuEntry[];
}

/** A button with a word on it that opens a menu. */
export function MenuButton({ title, icon: Icon, isDisabled = false, entries }: MenuButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <AriaButton ref={button} className="button button-plain" isDisabled={isDisabled}>
        <Icon size={14} aria-hidden />
        <span>{title}</span>
        <ChevronDown size={12} aria-hidden />
      </AriaButton>
      <Popover className="menu-popover" placement="bottom end" offset={4}>
        <Menu className="menu" aria-label={title}>
          {entries.map((entry) => (
            <MenuItem
              key={entry.title}
              id={entry.title}
              className="menu-item"
              textValue={entry.title}
              isDisabled={entry.isDisabled ?? false}
              onAction={() => actFromMenu(button.current, () => setOpen(false), entry.onAction)}
            >
              <entry.icon size={14} aria-hidden />
              {entry.title}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
