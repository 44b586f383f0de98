import '@xterm/xterm/css/xterm.css';
import { Plus, SlidersHorizontal, SquareTerminal, Wrench } from 'lucide-react';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { openDialog } from '../../state/dialogs.ts';
import { addTerminal, terminalsOf, useTerminals } from '../../state/terminals-store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { canBeDebugged } from '../containers/can-be-debugged.ts';
import { TerminalTabs } from './terminal-tabs.tsx';
import './terminal.css';

/** The terminals of one container, on its page. They are the same as in the terminal view. */
export function ContainerTerminals({ container }: { readonly container: Container }) {
  const { id, name, state } = container;
  const { tabs, active } = useTerminals();
  const own = terminalsOf(tabs, id);
  const shown = own.find(({ key }) => key === active) ?? own.at(-1);
  const isRunning = state === 'running';
  const open = () => addTerminal({ kind: 'container', id }, name);
  const openDebug = () => addTerminal({ kind: 'debug', id }, name);
  if (shown !== undefined) {
    return (
      <TerminalTabs tabs={own} active={shown} takesFocus={false}>
        <IconButton icon={Plus} label="New terminal" isDisabled={!isRunning} onPress={open} />
        <IconButton
          icon={Wrench}
          label="Debug shell"
          isDisabled={!canBeDebugged(container)}
          onPress={openDebug}
        />
      </TerminalTabs>
    );
  }
  return (
    <EmptyState
      icon={SquareTerminal}
      title={isRunning ? 'No terminal is open' : 'It does not run'}
      actions={
        <>
          <Button kind="primary" icon={SquareTerminal} isDisabled={!isRunning} onPress={open}>
            Open a terminal
          </Button>
          <Button
            icon={SlidersHorizontal}
            isDisabled={!isRunning}
            onPress={() => openDialog({ kind: 'terminal', container, goesThere: false })}
          >
            Choose shell and user…
          </Button>
          <Button icon={Wrench} isDisabled={!canBeDebugged(container)} onPress={openDebug}>
            Debug shell
          </Button>
        </>
      }
    >
      {isRunning
        ? 'A shell in the container, or beside it one with tools of its own, where the container has none.'
        : canBeDebugged(container)
          ? 'A terminal needs a container that runs. A debug shell can look at its volumes all the same.'
          : 'A terminal needs a container that runs.'}
    </EmptyState>
  );
}
