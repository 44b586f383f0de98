import { ChevronDown, Download } from 'lucide-react';
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';

interface SaveMenuProps {
  /** What the range is called that is shown; null when everything is. */
  readonly range: string | null;
  readonly onSave: (what: 'all' | 'range') => void;
}

/** A button that saves a log: all of it, or the time that is shown. */
export function SaveMenu({ range, onSave }: SaveMenuProps) {
  return (
    <MenuTrigger>
      <AriaButton className="button">
        <Download size={14} aria-hidden />
        <span>Save</span>
        <ChevronDown size={13} aria-hidden />
      </AriaButton>
      <Popover className="menu-popover" placement="bottom end">
        <Menu className="menu" onAction={(key) => onSave(key === 'all' ? 'all' : 'range')}>
          <MenuItem id="all" className="menu-item" textValue="The whole log…">
            The whole log…
          </MenuItem>
          {range !== null && (
            <MenuItem id="range" className="menu-item" textValue={`${range} alone…`}>
              {range} alone…
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
