import { CircleX, Eraser, FileX, ScrollText } from 'lucide-react';
import { visibleOutput } from '../../../text/visible-text.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { FailureText } from '../../../ui/failure-text.tsx';
import { NoMatch } from '../../../ui/no-match.tsx';
import { Spinner } from '../../../ui/spinner.tsx';
import { type AwayWords, EngineAway } from '../../engine-away.tsx';
import type { LogRange } from '../session/log-range.ts';
import type { LogSession } from '../session/log-session.ts';
import type { LogScope } from '../session/sessions.ts';
import { rangeTitle } from './range-choice.tsx';

const awayWords: AwayWords = {
  asleep: 'Its logs show once it is awake. Looking at them does not wake it.',
  fallingAsleep: 'Its logs are kept.',
  stopped: 'Its logs are kept; they show once it runs.',
  otherwise: 'Its logs show as soon as it runs.',
};

interface LogEmptyProps {
  readonly session: LogSession;
  readonly scope: LogScope;
  readonly range: LogRange;
  readonly running: boolean;
  readonly isSearching: boolean;
  readonly onEverything: () => void;
  readonly onRenew: () => void;
  readonly onShowAll: () => void;
}

/** In place of the lines of a log when there are none: why, and what can be done. */
export function LogEmpty(props: LogEmptyProps) {
  const { session, scope, range, running, isSearching, onEverything, onRenew, onShowAll } = props;
  const { store, phase, unreadable, clearedAt } = session;
  if (store.end > store.first) {
    if (isSearching) return <Waiting text="Searching…" />;
    return (
      <NoMatch title="No line matches" action="Show all lines" onClear={onShowAll}>
        New lines show here as soon as one does.
      </NoMatch>
    );
  }
  if (phase.kind === 'failed')
    return (
      <EmptyState
        icon={CircleX}
        tone="bad"
        title="The log could not be read"
        actions={<Button onPress={onRenew}>Try again</Button>}
      >
        <FailureText failure={phase.failure} />
      </EmptyState>
    );
  if (!running) return <EngineAway words={awayWords} />;
  if (clearedAt !== null)
    return (
      <EmptyState
        icon={Eraser}
        title="Cleared"
        actions={<Button onPress={onRenew}>Show what was there</Button>}
      >
        What is written from now on shows here.
      </EmptyState>
    );
  const [reason] = unreadable.values();
  if (scope.kind === 'container' && reason !== undefined)
    return (
      <EmptyState
        icon={FileX}
        title="The engine keeps no log of this container"
        actions={<Button onPress={onRenew}>Try again</Button>}
      >
        {visibleOutput(reason).replace(/[^.]$/, '$&.')} A container made with the log driver{' '}
        <code>local</code> or <code>json-file</code> has one.
      </EmptyState>
    );
  if (phase.kind === 'away') return <Waiting text="The engine does not answer and is asked again…" />;
  if (phase.kind === 'reading') return <Waiting text="Reading the log…" />;
  return (
    <EmptyState
      icon={ScrollText}
      title={
        range.kind === 'all' || range.kind === 'newest' ? 'Nothing was written yet' : 'Nothing in this time'
      }
      actions={
        (range.kind === 'last' || range.kind === 'since') && (
          <Button onPress={onEverything}>Show everything</Button>
        )
      }
    >
      {range.kind === 'last' || range.kind === 'since'
        ? `${rangeTitle(range)}: no line. What is written from now on shows here.`
        : scope.kind === 'all' || scope.kind === 'project'
          ? 'What containers write to their standard output and error shows here as it comes.'
          : scope.kind === 'service'
            ? 'What its tasks write to their standard output and error shows here as it comes.'
            : 'What it writes to its standard output and error shows here as it comes.'}
    </EmptyState>
  );
}

function Waiting({ text }: { readonly text: string }) {
  return (
    <div className="loading" role="status">
      <Spinner size={16} />
      {text}
    </div>
  );
}
