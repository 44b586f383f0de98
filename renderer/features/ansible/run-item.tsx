import { ChevronRight, CircleCheck, CircleX, OctagonPause } from 'lucide-react';
import { useState } from 'react';
import type { PlaybookRun } from '../../../main/contract/ansible.ts';
import { formatDuration } from '../../../main/contract/duration.ts';
import { formatAge, formatTime } from '../../../main/contract/format.ts';
import { runCounts, runNote, runTitle } from '../../text/playbook-text.ts';
import { visibleText } from '../../text/visible-text.ts';
import { IconButton } from '../../ui/button.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { runActions } from './run-menu.ts';
import { TaskItem } from './task-item.tsx';

interface RunItemProps {
  readonly run: PlaybookRun;
  /** The first of the list is open until somebody closes it. */
  readonly isFirst: boolean;
  readonly isReady: boolean;
  readonly now: number;
}

/** A run of a playbook: how it is, its plays and their tasks, and what can be done about it. */
export function RunItem({ run, isFirst, isReady, now }: RunItemProps) {
  const { file, plays, state, startedAt } = run;
  const [chosen, setOpen] = useState<boolean | null>(null);
  const isRunning = state.kind === 'running';
  const isOpen = chosen ?? (isFirst || isRunning);
  const title = visibleText(runTitle(run));
  const note = runNote(run);
  const took = (isRunning ? now : state.endedAt) - startedAt;
  return (
    <section className="job playbook-run" data-state={state.kind} aria-label={title}>
      <div className="job-line">
        <RunMark run={run} />
        <span className="job-title" role="status">
          {title}
          {note !== '' && <span className="quiet"> {visibleText(note)}</span>}
        </span>
        <span className="playbook-figures">
          <span>{runCounts(run)}</span>
          <span title={formatTime(startedAt)}>
            {isRunning
              ? formatDuration(Math.max(0, took))
              : `${formatAge(startedAt, now)}, took ${formatDuration(Math.max(0, took))}`}
          </span>
        </span>
        {plays.length > 0 && (
          <button
            type="button"
            className="transfer-toggle quiet"
            aria-expanded={isOpen}
            aria-label={`Tasks of ${title}`}
            onClick={() => setOpen(!isOpen)}
          >
            <ChevronRight size={13} aria-hidden />
            Tasks
          </button>
        )}
        {runActions(run, isReady).map(({ title: action, icon, isDisabled, onAction }) => (
          <IconButton
            key={action}
            icon={icon}
            label={`${action}: ${title}`}
            isDisabled={isDisabled ?? false}
            onPress={onAction}
          />
        ))}
      </div>
      {state.kind === 'failed' && (
        <div className="job-failure" role="alert">
          <FailureText failure={state.failure} />
        </div>
      )}
      {isOpen && plays.length > 0 && (
        <div className="playbook-plays">
          <Untrusted className="playbook-file" text={file} />
          {plays.map((play, index) => (
            // Names of plays may repeat, and none goes.
            // biome-ignore lint/suspicious/noArrayIndexKey: their order is what they are told apart by
            <section key={index} aria-label={visibleText(play.name)}>
              <h2 className="playbook-play">
                <Untrusted text={play.name} />
              </h2>
              <ul className="tasks" aria-label={`Tasks of the play ${visibleText(play.name)}`}>
                {play.tasks.map((task, place) => (
                  // A handler that runs twice is there twice, and none goes.
                  // biome-ignore lint/suspicious/noArrayIndexKey: their order is what they are told apart by
                  <TaskItem key={place} task={task} isOver={!isRunning} now={now} />
                ))}
              </ul>
            </section>
          ))}
        </div>
      )}
    </section>
  );
}

function RunMark({ run: { state } }: { readonly run: PlaybookRun }) {
  switch (state.kind) {
    case 'running':
      return <Spinner size={15} />;
    case 'done':
      return <CircleCheck className="job-done" size={15} aria-hidden />;
    case 'cancelled':
      return <OctagonPause size={15} aria-hidden />;
    case 'failed':
      return <CircleX className="job-failed" size={15} aria-hidden />;
  }
}
