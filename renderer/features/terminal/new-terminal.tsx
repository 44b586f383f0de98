import { ChevronDown, Plus, Server, SlidersHorizontal, SquareTerminal } from 'lucide-react';
import {
  Button as AriaButton,
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
} from 'react-aria-components';
import { openDialog } from '../../state/dialogs.ts';
import { useEngine } from '../../state/engine-store.ts';
import { isOwn, useEngines } from '../../state/engines-store.ts';
import { openTerminal } from '../../state/terminals-store.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Untrusted } from '../../ui/untrusted.tsx';

interface NewTerminalProps {
  readonly isDisabled: boolean;
  readonly isSmall?: boolean;
}

/** A menu of what a terminal can be opened into. */
export function NewTerminal({ isDisabled, isSmall = false }: NewTerminalProps) {
  const own = useEngines(isOwn);
  const containers = useEngine((store) => store.containers);
  const running =
    containers.kind === 'loaded'
      ? containers.items.filter(({ state, debugOf }) => state === 'running' && debugOf === null)
      : [];
  const [first] = running;
  return (
    <MenuTrigger>
      {isSmall ? (
        <AriaButton className="icon-button" aria-label="New terminal" isDisabled={isDisabled}>
          <Plus size={15} aria-hidden />
        </AriaButton>
      ) : (
        <AriaButton className="button button-primary" isDisabled={isDisabled}>
          <span>Open in a container</span>
          <ChevronDown size={13} aria-hidden />
        </AriaButton>
      )}
      <Popover className="menu-popover" placement="bottom end">
        <Menu className="menu" aria-label="New terminal">
          <MenuSection>
            <Header className="menu-header">Running containers</Header>
            {first === undefined && (
              <MenuItem className="menu-item" isDisabled textValue="None">
                None is running
              </MenuItem>
            )}
            {running.map(({ id, name }) => (
              <MenuItem
                key={id}
                id={id}
                className="menu-item"
                textValue={visibleText(name)}
                onAction={() => openTerminal({ kind: 'container', id }, name)}
              >
                <SquareTerminal size={13} aria-hidden />
                <Untrusted text={name} />
              </MenuItem>
            ))}
            {first !== undefined && (
              <MenuItem
                className="menu-item"
                textValue="Choose shell and user…"
                onAction={() => openDialog({ kind: 'terminal', container: first, goesThere: true })}
              >
                <SlidersHorizontal size={13} aria-hidden />
                Choose shell and user…
              </MenuItem>
            )}
          </MenuSection>
          {own && (
            <MenuSection className="menu-group">
              <Header className="menu-header">System</Header>
              <MenuItem className="menu-item" textValue="Virtual machine" onAction={openGuestTerminal}>
                <Server size={13} aria-hidden />
                Virtual machine
              </MenuItem>
            </MenuSection>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

/** Opens a terminal into the virtual machine. */
export function openGuestTerminal(): void {
  openTerminal({ kind: 'guest' }, 'Virtual machine');
}
