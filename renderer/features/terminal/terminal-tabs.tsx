import { Server, SquareTerminal, Wrench, X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { activateTerminal, closeTerminal, type TerminalTab, tabTitles } from '../../state/terminals-store.ts';
import { IconButton } from '../../ui/button.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { TerminalPane } from './terminal-pane.tsx';

interface TerminalTabsProps {
  readonly tabs: readonly TerminalTab[];
  readonly active: TerminalTab;
  /** Whether a terminal takes the keyboard when it is shown again. */
  readonly takesFocus: boolean;
  /** Stands before the button that closes a terminal. */
  readonly children: ReactNode;
}

const icons = { container: SquareTerminal, debug: Wrench, guest: Server };

/** Terminals, one of them shown. */
export function TerminalTabs({ tabs, active, takesFocus, children }: TerminalTabsProps) {
  const list = useRef<HTMLDivElement>(null);
  const titles = tabTitles(tabs);
  const step = (by: -1 | 1) => {
    const index = tabs.findIndex(({ key }) => key === active.key);
    const next = tabs[(index + by + tabs.length) % tabs.length];
    if (next !== undefined) activateTerminal(next.key);
  };
  return (
    // By Enter: moving from tab to tab with the arrows would otherwise end in the first terminal on the way.
    <Tabs
      className="terminals"
      keyboardActivation="manual"
      selectedKey={active.key}
      onSelectionChange={(key) => activateTerminal(String(key))}
    >
      <div className="terminal-bar" ref={list}>
        <TabList className="terminal-tabs" aria-label="Terminals">
          {tabs.map(({ key, target, state }, index) => {
            const Icon = icons[target.kind];
            const isOver = state.kind === 'ended' || state.kind === 'failed';
            return (
              <Tab key={key} id={key} className={`terminal-tab ${isOver ? 'terminal-tab-over' : ''}`}>
                <Icon size={13} aria-hidden />
                <Untrusted text={titles[index] ?? ''} />
                {isOver && <span className="visually-hidden">, ended</span>}
              </Tab>
            );
          })}
        </TabList>
        <div className="terminal-bar-actions">
          {children}
          <IconButton icon={X} label="Close this terminal" onPress={() => closeTerminal(active.key)} />
        </div>
      </div>
      <TabPanel key={active.key} id={active.key} className="terminal-panel">
        <TerminalPane
          tab={active}
          takesFocus={takesFocus}
          onStep={step}
          onLeave={() => list.current?.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus()}
        />
      </TabPanel>
    </Tabs>
  );
}
