import { Ellipsis, type LucideIcon } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, type Ref, useRef, useState } from 'react';
import { Menu, MenuItem, MenuSection, Popover } from 'react-aria-components';
import { createPortal } from 'react-dom';
import { actFromMenu } from './act-from-menu.ts';
import { named } from './tooltip.tsx';

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
  /** On the button. */
  readonly icon?: LucideIcon;
  /** It is being opened. */
  readonly onOpen?: () => void;
  /** Groups of entries, a line between two; empty ones are left out. Asked for while the menu is open. */
  readonly groups: () => readonly (readonly MenuEntry[])[];
}

/** A place in the window, in pixels. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * A button that opens a menu of whatever is done too seldom for a button of its own. In a table the row opens it, too, where it
 * is pressed with the other button of the mouse (row-menu.ts).
 */
export function MoreMenu({
  label,
  isDisabled = false,
  icon: Icon = Ellipsis,
  onOpen = () => undefined,
  groups,
}: MoreMenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const pressed = useRef<HTMLSpanElement>(null);
  const [focused, setFocused] = useState<'first' | 'last' | null>(null);
  /** Where it was asked for; null for the button itself. */
  const [point, setPoint] = useState<Point | null>(null);
  const isOpen = focused !== null && !isDisabled;
  const close = () => setFocused(null);
  const openAt = (next: Point | null, entry: 'first' | 'last') => {
    onOpen();
    setPoint(next);
    setFocused(entry);
  };
  const openByArrow = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    openAt(null, event.key === 'ArrowDown' ? 'first' : 'last');
  };
  const openWherePressed = (event: MouseEvent) => {
    event.preventDefault();
    openAt({ x: event.clientX, y: event.clientY }, 'first');
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className="icon-button"
        disabled={isDisabled}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => openAt(null, 'first')}
        onKeyDown={openByArrow}
        onContextMenu={openWherePressed}
        {...named(label)}
      >
        <Icon size={15} aria-hidden />
      </button>
      {/* Made when it is opened: a table has as many of them as it has rows. */}
      {isOpen && point !== null && <Pressed ref={pressed} at={point} />}
      {isOpen && (
        <Popover
          className="menu-popover"
          placement={point === null ? 'bottom end' : 'bottom start'}
          offset={point === null ? 4 : 0}
          triggerRef={point === null ? button : pressed}
          isOpen
          onOpenChange={close}
        >
          <EntryMenu
            label={label}
            groups={groups()}
            focused={focused}
            onClose={close}
            onChoose={({ onAction }) => actFromMenu(button.current, close, onAction)}
          />
        </Popover>
      )}
    </>
  );
}

interface PressedProps {
  readonly ref: Ref<HTMLSpanElement>;
  readonly at: Point;
}

/** What a menu hangs on that opens where the mouse is. Outside the table: what is fixed within a moved row moves with it. */
function Pressed({ ref, at: { x, y } }: PressedProps) {
  return createPortal(
    <span ref={ref} style={{ position: 'fixed', insetInlineStart: x, insetBlockStart: y }} />,
    document.body,
  );
}

interface EntryMenuProps {
  readonly label: string;
  readonly groups: readonly (readonly MenuEntry[])[];
  /** Which entry has the keyboard to begin with. */
  readonly focused: 'first' | 'last';
  readonly onClose: () => void;
  readonly onChoose: (entry: MenuEntry) => void;
}

function EntryMenu({ label, groups, focused, onClose, onChoose }: EntryMenuProps) {
  return (
    <Menu className="menu" aria-label={label} autoFocus={focused} onClose={onClose}>
      {groups
        .filter((entries) => entries.length > 0)
        .map((entries) => (
          <MenuSection key={entries[0]?.title} className="menu-group" aria-label={entries[0]?.title}>
            {entries.map((entry) => (
              <MenuItem
                key={entry.title}
                id={entry.title}
                className="menu-item"
                textValue={entry.title}
                isDisabled={entry.isDisabled ?? false}
                onAction={() => onChoose(entry)}
              >
                <entry.icon size={14} aria-hidden />
                {entry.title}
              </MenuItem>
            ))}
          </MenuSection>
        ))}
    </Menu>
  );
}
