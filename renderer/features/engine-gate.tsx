import { CircleX, Moon, Play, PlugZap, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { assertNever } from '../../main/contract/assert-never.ts';
import { isFallingAsleep, type Status } from '../../main/contract/status.ts';
import { type Loaded, refresh } from '../state/engine-store.ts';
import { requestVm, useStatus } from '../state/status-store.ts';
import { show } from '../state/view-store.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FailureText } from '../ui/failure-text.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { describeState } from './engine/state-text.ts';

interface EngineGateProps<T> {
  readonly list: Loaded<T>;
  /** What the list is of, in the plural. */
  readonly what: string;
  readonly children: (items: readonly T[]) => ReactNode;
}

/** What is with a list that cannot be read now. */
function reassurance(status: Status, what: string): string {
  switch (status.state) {
    case 'sleeping':
      return isFallingAsleep(status)
        ? `The ${what} stay as they are.`
        : `The ${what} show once it is awake. Any docker command wakes it.`;
    case 'stopped':
      return `The ${what} are kept; they show once it runs.`;
    default:
      return `The ${what} show as soon as it runs.`;
  }
}

/** Shows a list of the engine once it is there, and until then why it is not. */
export function EngineGate<T>({ list, what, children }: EngineGateProps<T>) {
  const { status, failure, request } = useStatus();
  if (status?.state !== 'running') {
    const { title, tone } = describeState(status, failure);
    const isAsleep = status?.state === 'sleeping';
    const canStart = status?.state === 'stopped' || (isAsleep && !isFallingAsleep(status));
    return (
      <EmptyState
        icon={isAsleep ? Moon : PlugZap}
        title={title}
        actions={
          <>
            {canStart && (
              <Button
                kind="primary"
                icon={isAsleep ? Sun : Play}
                isBusy={request === 'start'}
                onPress={() => void requestVm('start')}
              >
                {isAsleep ? 'Wake' : 'Start'}
              </Button>
            )}
            <Button onPress={() => show('engine')}>{tone === 'bad' ? 'See why' : 'Show the engine'}</Button>
          </>
        }
      >
        {status === null ? `The ${what} show as soon as it runs.` : reassurance(status, what)}
      </EmptyState>
    );
  }
  switch (list.kind) {
    case 'loading':
      return (
        <div className="loading" role="status">
          <Spinner size={16} />
          Reading the {what}…
        </div>
      );
    case 'failed':
      return (
        <EmptyState
          icon={CircleX}
          title={`The ${what} could not be read`}
          actions={<Button onPress={refresh}>Try again</Button>}
        >
          <FailureText failure={list.failure} />
        </EmptyState>
      );
    case 'loaded':
      return children(list.items);
    default:
      return assertNever(list);
  }
}
