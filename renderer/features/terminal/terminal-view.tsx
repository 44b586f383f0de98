import '@xterm/xterm/css/xterm.css';
import { ChevronDown, Plus, Server, SquareTerminal, X } from 'lucide-react';
import {
  Button as AriaButton,
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Tab,
  TabList,
  TabPanel,
  Tabs,
} from 'react-aria-components';
import { useEngine } from '../../state/engine-store.ts';
import { isRunning, useStatus } from '../../state/status-store.ts';
import {
  activateTerminal,
  closeTerminal,
  openTerminal,
  type TerminalTab,
  useTerminals,
} from '../../state/terminals-store.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { ViewHeader } from '../../ui/view-header.tsx';
import { type AwayWords, EngineAway } from '../engine-away.tsx';
import { TerminalPane } from './terminal-pane.tsx';
import './terminal.css';

const awayWords: AwayWords = {
  asleep: 'A terminal can be opened once it is awake.',
  fallingAsleep: 'A terminal can be opened once it has been woken again.',
  stopped: 'A terminal can be opened once it runs.',
  otherwise: 'A terminal can be opened as soon as it runs.',
};

/** Terminals into containers and into the guest, one tab each. */
export function TerminalView({ isShown }: { readonly isShown: boolean }) {
  const { tabs, active } = useTerminals();
  const running = useStatus(isRunning);
  if (tabs.length === 0 && !running) {
    return (
      <>
        <ViewHeader title="Terminal" />
        <EngineAway words={awayWords} />
      </>
    );
  }
  if (tabs.length === 0) {
    return (
      <>
        <ViewHeader title="Terminal" />
        <EmptyState
          icon={SquareTerminal}
          title="No terminal is open"
          actions={
            <>
              <NewTerminal isDisabled={false} />
              <Button icon={Server} onPress={openGuestTerminal}>
                Virtual machine
              </Button>
            </>
          }
        >
          Open one into a running container, or into the virtual machine that the engine runs in.
        </EmptyState>
      </>
    );
  }
  return (
    <Tabs
      className="terminals"
      selectedKey={active ?? undefined}
      onSelectionChange={(key) => activateTerminal(String(key))}
    >
      <div className="terminal-bar">
        <h1 className="visually-hidden">Terminal</h1>
        <TabList className="terminal-tabs" aria-label="Terminals" items={tabs}>
          {(tab) => <TerminalTabItem tab={tab} />}
        </TabList>
        <div className="terminal-bar-actions">
          <NewTerminal isDisabled={!running} isSmall />
          <IconButton
            icon={X}
            label="Close this terminal"
            onPress={() => active !== null && closeTerminal(active)}
          />
        </div>
      </div>
      {tabs.map(({ key, target }) => (
        <TabPanel key={key} id={key} className="terminal-panel" shouldForceMount>
          <TerminalPane target={target} isShown={isShown && key === active} />
        </TabPanel>
      ))}
    </Tabs>
  );
}

function TerminalTabItem({ tab }: { readonly tab: TerminalTab }) {
  const Icon = tab.target.kind === 'guest' ? Server : SquareTerminal;
  return (
    <Tab id={tab.key} className="terminal-tab">
      <Icon size={13} aria-hidden />
      <Untrusted text={tab.title} />
    </Tab>
  );
}

interface NewTerminalProps {
  readonly isDisabled: boolean;
  readonly isSmall?: boolean;
}

/** A menu of what a terminal can be opened into. */
function NewTerminal({ isDisabled, isSmall = false }: NewTerminalProps) {
  const containers = useEngine((store) => store.containers);
  const running =
    containers.kind === 'loaded' ? containers.items.filter(({ state }) => state === 'running') : [];
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
        <Menu className="menu">
          <MenuSection>
            <Header className="menu-header">Running containers</Header>
            {running.length === 0 && (
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
          </MenuSection>
          <MenuSection>
            <Header className="menu-header">System</Header>
            <MenuItem className="menu-item" textValue="Virtual machine" onAction={openGuestTerminal}>
              <Server size={13} aria-hidden />
              Virtual machine
            </MenuItem>
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function openGuestTerminal(): void {
  openTerminal({ kind: 'guest' }, 'Virtual machine');
}
