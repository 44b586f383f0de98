import { RotateCw, SquareTerminal, Wrench } from 'lucide-react';
import { assertNever } from '../../../main/contract/assert-never.ts';
import { addTerminal, closeTerminal, type TerminalTab } from '../../state/terminals-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { Spinner } from '../../ui/spinner.tsx';

interface TerminalEndProps {
  readonly tab: TerminalTab;
  /** Opens the shell again. */
  readonly onAgain: () => void;
}

/** What is said over a terminal that has no shell: that one is being opened, why there is none, or how it has ended. */
export function TerminalEnd({ tab, onAgain }: TerminalEndProps) {
  const { key, target, name, state } = tab;
  switch (state.kind) {
    case 'open':
      return null;
    case 'opening':
      return (
        <p className="terminal-strip terminal-opening" role="status">
          <Spinner size={13} />
          {target.kind === 'debug' ? 'Opening a debug shell…' : 'Opening a shell…'}
        </p>
      );
    case 'ended':
      return (
        <div className="terminal-strip" role="status">
          <span className="terminal-strip-text">{state.failure?.message ?? endText(state.code)}</span>
          <Button icon={RotateCw} onPress={onAgain}>
            Start again
          </Button>
          <Button onPress={() => closeTerminal(key)}>Close</Button>
        </div>
      );
    case 'failed':
      return (
        <div className="terminal-over">
          <EmptyState
            icon={SquareTerminal}
            title={state.failure.code === 'shell-missing' ? 'It has no shell' : 'No terminal could be opened'}
            actions={
              <>
                {state.failure.code === 'shell-missing' && target.kind === 'container' && (
                  <Button
                    kind="primary"
                    icon={Wrench}
                    onPress={() => {
                      addTerminal({ kind: 'debug', id: target.id }, name);
                      closeTerminal(key);
                    }}
                  >
                    Debug shell
                  </Button>
                )}
                <Button icon={RotateCw} onPress={onAgain}>
                  Try again
                </Button>
                <Button onPress={() => closeTerminal(key)}>Close</Button>
              </>
            }
          >
            <FailureText failure={state.failure} />
          </EmptyState>
        </div>
      );
    default:
      return assertNever(state);
  }
}

function endText(code: number | null): string {
  return code === null || code === 0 ? 'The shell has ended.' : `The shell has ended with code ${code}.`;
}
