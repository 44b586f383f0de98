import { CircleX, Moon, Play, PlugZap } from 'lucide-react';
import type { ReactNode } from 'react';
import { assertNever } from '../../main/contract/assert-never.ts';
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

/** Shows a list of the engine once it is there, and until then why it is not. */
export function EngineGate<T>({ list, what, children }: EngineGateProps<T>) {
  const { status, failure, request } = useStatus();
  if (status?.state !== 'running') {
    const { title, tone } = describeState(status, failure);
    const canStart = status?.state === 'stopped' || status?.state === 'sleeping';
    return (
      <EmptyState
        icon={status?.state === 'sleeping' ? Moon : PlugZap}
        title={title}
        actions={
          <>
            {canStart && (
              <Button
                kind="primary"
                icon={Play}
                isBusy={request === 'start'}
                onPress={() => void requestVm('start')}
              >
                {status.state === 'sleeping' ? 'Wake' : 'Start'}
              </Button>
            )}
            <Button onPress={() => show('engine')}>{tone === 'bad' ? 'See why' : 'Show the engine'}</Button>
          </>
        }
      >
        {status?.state === 'stopped' || status?.state === 'sleeping'
          ? `The ${what} are kept; they show once it runs.`
          : `The ${what} show as soon as it runs.`}
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
