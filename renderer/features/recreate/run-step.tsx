import { Check, CircleX } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { assertNever } from '../../../main/contract/assert-never.ts';
import type { ContainerOptions } from '../../../main/contract/engine/container-options.ts';
import type { Container } from '../../../main/contract/engine/containers.ts';
import type { RecreateStep } from '../../../main/contract/engine/recreate.ts';
import { toFailure } from '../../../main/contract/errors.ts';
import { call } from '../../bridge.ts';
import { readStream } from '../../read-stream.ts';
import { goBackTo, keepNew } from '../../state/recreate.ts';
import { goTo } from '../../state/view-store.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { type Outcome, type StepMark, stepMarks } from './step-marks.ts';

interface RunStepProps {
  readonly container: Container;
  readonly options: ContainerOptions;
  readonly onRunning: (isRunning: boolean) => void;
  readonly onEdit: () => void;
  readonly onClose: () => void;
}

const stepTexts: Readonly<Record<RecreateStep, string>> = {
  create: 'Make the new container',
  stop: 'Stop the old one',
  swap: 'Exchange their names',
  start: 'Start the new one',
  watch: 'See whether it goes on',
  health: 'Wait until its health check says that all is well',
  back: 'Give the old one its place again',
};

/** Makes the container anew, says how far it is, and asks what is to stay. */
export function RunStep({ container, options, onRunning, onEdit, onClose }: RunStepProps) {
  const [steps, setSteps] = useState<readonly RecreateStep[]>([]);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [isCancelling, setCancelling] = useState(false);
  const begun = useRef(false);
  const { id } = container;

  useEffect(() => {
    // Begun once, whatever is drawn again: it makes a container.
    if (begun.current) return;
    begun.current = true;
    const follow = async () => {
      onRunning(true);
      try {
        for await (const news of readStream('recreate.run', { id, options }, new AbortController().signal)) {
          if (news.kind === 'step') setSteps((before) => [...before, news.step]);
          else setOutcome(news);
        }
      } catch (error) {
        setOutcome({ kind: 'failed', failure: toFailure(error) });
      } finally {
        onRunning(false);
      }
    };
    void follow();
  }, [id, options, onRunning]);

  const marks = stepMarks(steps, outcome);
  return (
    <>
      <ol className="recreate-steps" aria-label="Steps">
        {steps.map((step, index) => (
          <li key={step}>
            <Mark mark={marks[index] ?? 'under way'} />
            {stepTexts[step]}
          </li>
        ))}
      </ol>
      {outcome !== null && <OutcomeText name={container.name} outcome={outcome} />}
      <div className="dialog-actions">
        {outcome === null && (
          <Button
            isBusy={isCancelling}
            onPress={() => {
              setCancelling(true);
              call('recreate.cancel', { id }).catch(() => setCancelling(false));
            }}
          >
            Cancel
          </Button>
        )}
        {outcome?.kind === 'done' && (
          <DoneActions container={container} outcome={outcome} onClose={onClose} />
        )}
        {outcome !== null && outcome.kind !== 'done' && (
          <>
            <Button onPress={onClose}>Close</Button>
            <Button kind="primary" onPress={onEdit}>
              Back to the form
            </Button>
          </>
        )}
      </div>
    </>
  );
}

function Mark({ mark }: { readonly mark: StepMark }) {
  switch (mark) {
    case 'under way':
      return <Spinner />;
    case 'done':
      return <Check size={14} aria-hidden />;
    case 'failed':
      return <CircleX size={14} role="img" aria-label="Failed:" />;
    default:
      return assertNever(mark);
  }
}

type Done = Extract<Outcome, { kind: 'done' }>;

function OutcomeText({ name, outcome }: { readonly name: string; readonly outcome: Outcome }) {
  const shown = visibleText(name);
  if (outcome.kind === 'failed') return <Problem failure={outcome.failure} isGrave />;
  if (outcome.kind === 'back') {
    return (
      <>
        <p className="recreate-said">
          {outcome.isBack
            ? 'The old container has its place again.'
            : 'The old container could not be given its place again.'}
        </p>
        <Problem failure={outcome.failure} isGrave />
      </>
    );
  }
  const { oldName, isHealthy } = outcome;
  return (
    <p className="recreate-said" role="status">
      {isHealthy === false
        ? `The new ${shown} runs, but its health check does not say that all is well. `
        : `${shown} was made anew${isHealthy ? ', and its health check says that all is well' : ''}. `}
      The old one is kept, stopped, as {visibleText(oldName)}.
    </p>
  );
}

interface DoneActionsProps {
  readonly container: Container;
  readonly outcome: Done;
  readonly onClose: () => void;
}

function DoneActions({ container, outcome, onClose }: DoneActionsProps) {
  const pair = { next: { id: outcome.id, name: container.name }, old: { name: outcome.oldName } };
  const showContainer = (id: string) =>
    goTo({ view: 'containers', page: { kind: 'container', id, tab: 'overview' } });
  return (
    <>
      <Button
        onPress={() => {
          showContainer(outcome.id);
          onClose();
        }}
      >
        Decide later
      </Button>
      <Button
        onPress={() => {
          void goBackTo(pair);
          onClose();
        }}
      >
        Go back
      </Button>
      <Button
        kind="primary"
        autoFocus
        onPress={() => {
          void keepNew(pair);
          showContainer(outcome.id);
          onClose();
        }}
      >
        Keep the new one
      </Button>
    </>
  );
}
