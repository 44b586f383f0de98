import '@xterm/xterm/css/xterm.css';
import { Server, SquareTerminal } from 'lucide-react';
import { isRunning, useStatus } from '../../state/status-store.ts';
import { useTerminals } from '../../state/terminals-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ViewHeader } from '../../ui/view-header.tsx';
import { type AwayWords, EngineAway } from '../engine-away.tsx';
import { NewTerminal, openGuestTerminal } from './new-terminal.tsx';
import { TerminalTabs } from './terminal-tabs.tsx';
import './terminal.css';

const awayWords: AwayWords = {
  asleep: 'A terminal can be opened once it is awake.',
  fallingAsleep: 'A terminal can be opened once it has been woken again.',
  stopped: 'A terminal can be opened once it runs.',
  otherwise: 'A terminal can be opened as soon as it runs.',
};

/** Terminals into containers and into the guest, one tab each. */
export function TerminalView() {
  const { tabs, active } = useTerminals();
  const running = useStatus(isRunning);
  const shown = tabs.find(({ key }) => key === active);
  if (shown !== undefined) {
    return (
      <div className="view">
        <h1 className="visually-hidden">Terminal</h1>
        <TerminalTabs tabs={tabs} active={shown} takesFocus>
          <NewTerminal isDisabled={!running} isSmall />
        </TerminalTabs>
      </div>
    );
  }
  return (
    <div className="view">
      <ViewHeader title="Terminal" />
      {running ? (
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
      ) : (
        <EngineAway words={awayWords} />
      )}
    </div>
  );
}
