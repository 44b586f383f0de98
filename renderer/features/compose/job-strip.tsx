import { ChevronRight, CircleCheck, CircleX, Eye, OctagonPause, RotateCw, X } from 'lucide-react';
import { useState } from 'react';
import type { ComposeJob } from '../../../main/contract/compose.ts';
import { again, cancelJob, dismissJob } from '../../state/compose-store.ts';
import { jobNote, jobPart, jobTitle } from '../../text/compose-text.ts';
import { visibleOutput, visibleText } from '../../text/visible-text.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { JobOutput } from './job-output.tsx';

/** Work on a project: how far it is and what it wrote, with a way to end it; or what came of it. */
export function JobStrip({ job }: { readonly job: ComposeJob }) {
  const { id, state, warnings, steps, lines } = job;
  const [chosen, setOpen] = useState<boolean | null>(null);
  // While it goes on one looks at it; what came of it is one line.
  const isOpen = chosen ?? state.kind === 'running';
  const title = visibleText(jobTitle(job));
  const note = jobNote(job);
  const hasMore = steps.length > 0 || lines > 0;
  const isRunning = state.kind === 'running';
  return (
    <section className="job" data-state={state.kind} aria-label={title}>
      <div className="job-line">
        <JobMark job={job} />
        <span className="job-title" role="status">
          {title}
          {note !== '' && <span className="quiet"> {note}</span>}
        </span>
        {isRunning && job.task.verb !== 'watch' && <Progress label={title} part={jobPart(job)} text={note} />}
        {hasMore && (
          <button
            type="button"
            className="transfer-toggle quiet"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <ChevronRight size={13} aria-hidden />
            Output
          </button>
        )}
        {state.kind === 'failed' && (
          <Button icon={RotateCw} onPress={() => void again(job)}>
            Try again
          </Button>
        )}
        {isRunning ? (
          <IconButton
            icon={X}
            label={`Cancel: ${title}`}
            isDisabled={state.isEnding}
            onPress={() => void cancelJob(id)}
          />
        ) : (
          <IconButton icon={X} label={`Dismiss: ${title}`} onPress={() => void dismissJob(id)} />
        )}
      </div>
      {state.kind === 'failed' && (
        <div className="job-failure" role="alert">
          <FailureText failure={state.failure} />
        </div>
      )}
      {warnings.length > 0 && (
        <ul className="job-warnings" aria-label="Warnings">
          {warnings.map((warning) => (
            <li key={warning}>{visibleOutput(warning)}</li>
          ))}
        </ul>
      )}
      {isOpen && hasMore && (
        <div className="job-more">
          {steps.length > 0 && <Steps job={job} />}
          {lines > 0 && <JobOutput id={id} />}
        </div>
      )}
    </section>
  );
}

function JobMark({ job: { state, task } }: { readonly job: ComposeJob }) {
  switch (state.kind) {
    case 'running':
      return task.verb === 'watch' ? <Eye size={15} aria-hidden /> : <Spinner size={15} />;
    case 'done':
      return <CircleCheck className="job-done" size={15} aria-hidden />;
    case 'cancelled':
      return <OctagonPause size={15} aria-hidden />;
    case 'failed':
      return <CircleX className="job-failed" size={15} aria-hidden />;
  }
}

function Steps({ job: { steps } }: { readonly job: ComposeJob }) {
  return (
    <ul className="job-steps" aria-label="Steps">
      {steps.map(({ name, text, state, part }) => (
        <li key={name} data-state={state}>
          <Untrusted text={name} />
          <Untrusted
            className="job-step-text"
            text={state === 'working' && part !== null ? `${text} ${Math.round(part * 100)} %` : text}
          />
        </li>
      ))}
    </ul>
  );
}
