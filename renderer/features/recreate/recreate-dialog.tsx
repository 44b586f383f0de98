import { useCallback, useEffect, useState } from 'react';
import { assertNever } from '../../../main/contract/assert-never.ts';
import type { Container } from '../../../main/contract/engine/containers.ts';
import type { Image } from '../../../main/contract/engine/images.ts';
import type { ChosenOptions } from '../../../main/contract/engine/recreate.ts';
import { call } from '../../bridge.ts';
import { useEngine } from '../../state/engine-store.ts';
import { useRequest } from '../../state/use-request.ts';
import { newerImage } from '../../text/newer-image.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { RequestState } from '../../ui/request-state.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { fillForm } from '../run/form/fill-form.ts';
import { useDiscard } from '../run/use-discard.tsx';
import { useRunForm } from '../run/use-run-form.ts';
import { differences, imageDifference } from './differences.ts';
import { EditStep } from './edit-step.tsx';
import { ReviewStep } from './review-step.tsx';
import { RunStep } from './run-step.tsx';
import '../run/run.css';
import './recreate.css';

const none: readonly Image[] = [];

interface RecreateDialogProps {
  readonly container: Container;
  readonly onClose: () => void;
}

/** Changes what a container was made with: by making it anew, and keeping the old one until that has proved itself. */
export function RecreateDialog({ container, onClose }: RecreateDialogProps) {
  const { id } = container;
  const ask = useCallback(() => call('container.chosen', { id }), [id]);
  // Asked once: what is being changed is not to change under one's hands.
  const { state, again } = useRequest(ask);
  const [isRunning, setRunning] = useState(false);
  const [isChanged, setChanged] = useState(false);
  const { leave, question } = useDiscard(
    isChanged,
    onClose,
    'The container is as it was: nothing was changed yet.',
  );
  return (
    <Dialog
      title={
        <>
          {'Edit '}
          <Untrusted text={container.name} />
        </>
      }
      isOpen
      onClose={() => isRunning || leave()}
      width="large"
      isDismissable={false}
    >
      <RequestState state={state} what="the container" onRetry={again}>
        {(chosen) => (
          <Steps
            container={container}
            chosen={chosen}
            onChanged={setChanged}
            onRunning={setRunning}
            onLeave={leave}
            onClose={onClose}
          />
        )}
      </RequestState>
      {question}
    </Dialog>
  );
}

interface StepsProps extends RecreateDialogProps {
  readonly chosen: ChosenOptions;
  /** Whether something is written that would be lost. */
  readonly onChanged: (isChanged: boolean) => void;
  readonly onRunning: (isRunning: boolean) => void;
  /** Closes the dialog, or asks first. */
  readonly onLeave: () => void;
}

function Steps({ container, chosen, onChanged, onRunning, onLeave, onClose }: StepsProps) {
  const [step, setStep] = useState<'edit' | 'review' | 'run'>('edit');
  const [before] = useState(() => fillForm(chosen.options));
  const state = useRunForm(before);
  const images = useEngine((store) => (store.images.kind === 'loaded' ? store.images.items : none));
  const written = differences(before, state.form);
  // Made anew it gets the image that has the name now.
  const newer = newerImage(state.form.image, container.imageId, images);
  const changes =
    newer === undefined || state.form.image !== before.image
      ? written
      : [imageDifference(before.image, container.imageId, newer.id), ...written];
  const wouldLose = step !== 'run' && written.length > 0;
  useEffect(() => onChanged(wouldLose), [onChanged, wouldLose]);
  switch (step) {
    case 'edit':
      return (
        <EditStep
          state={state}
          chosen={chosen}
          changes={changes.length}
          onReview={() => setStep('review')}
          onClose={onLeave}
        />
      );
    case 'review':
      return (
        <ReviewStep
          chosen={chosen}
          changes={changes}
          onBack={() => setStep('edit')}
          onRun={() => setStep('run')}
        />
      );
    case 'run':
      return (
        <RunStep
          container={container}
          options={state.read.options}
          onRunning={onRunning}
          onEdit={() => setStep('edit')}
          onClose={onClose}
        />
      );
    default:
      return assertNever(step);
  }
}
