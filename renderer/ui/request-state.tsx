import { CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import { assertNever } from '../../main/contract/assert-never.ts';
import type { Requested } from '../state/use-request.ts';
import { Button } from './button.tsx';
import { EmptyState } from './empty-state.tsx';
import { FailureText } from './failure-text.tsx';
import { Spinner } from './spinner.tsx';

interface RequestStateProps<T> {
  readonly state: Requested<T>;
  /** What is read, as in "Reading the processes…". */
  readonly what: string;
  readonly onRetry: () => void;
  readonly children: (value: T) => ReactNode;
}

/** Shows what was asked for once it is there, and until then that it is coming or why it is not. */
export function RequestState<T>({ state, what, onRetry, children }: RequestStateProps<T>) {
  switch (state.kind) {
    case 'loading':
      return (
        <div className="loading" role="status">
          <Spinner size={16} />
          Reading {what}…
        </div>
      );
    case 'failed':
      return (
        <EmptyState
          icon={CircleX}
          tone="bad"
          title={`${what.charAt(0).toUpperCase()}${what.slice(1)} could not be read`}
          actions={<Button onPress={onRetry}>Try again</Button>}
        >
          <FailureText failure={state.failure} />
        </EmptyState>
      );
    case 'loaded':
      return children(state.value);
    default:
      return assertNever(state);
  }
}
