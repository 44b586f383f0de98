import { CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import { assertNever } from '../../main/contract/assert-never.ts';
import { type Loaded, refresh } from '../state/engine-store.ts';
import { isRunning, useStatus } from '../state/status-store.ts';
import { show } from '../state/view-store.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FailureText } from '../ui/failure-text.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { EngineAway } from './engine-away.tsx';

/** In the place of a list, for what is asked for by itself once the engine is there. */
export const always = { kind: 'loaded', items: [] } as const;

interface EngineGateProps<T> {
  readonly list: Loaded<T>;
  /** What the list is of, in the plural. */
  readonly what: string;
  /** What is shown instead of the reason until the list is there: what needs no engine. */
  readonly meanwhile?: ReactNode;
  readonly children: (items: readonly T[]) => ReactNode;
}

/** Shows a list of the engine once it is there, and until then why it is not. */
export function EngineGate<T>({ list, what, meanwhile, children }: EngineGateProps<T>) {
  const running = useStatus(isRunning);
  if (meanwhile !== undefined && !(running && list.kind === 'loaded')) return meanwhile;
  if (!running) {
    return (
      <EngineAway
        words={{
          asleep: `The ${what} show once it is awake. Any docker command wakes it.`,
          fallingAsleep: `The ${what} stay as they are.`,
          stopped: `The ${what} are kept; they show once it runs.`,
          otherwise: `The ${what} show as soon as it runs.`,
        }}
      />
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
          tone="bad"
          actions={
            <>
              <Button onPress={refresh}>Try again</Button>
              <Button onPress={() => show('engine')}>Show the engine</Button>
            </>
          }
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
