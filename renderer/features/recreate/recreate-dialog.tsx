import { useCallback, useState } from 'react';
import type { Container } from '../../../main/contract/engine/containers.ts';
import type { ChosenOptions } from '../../../main/contract/engine/recreate.ts';
import { call } from '../../bridge.ts';
import { useRequest } from '../../state/use-request.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { RequestState } from '../../ui/request-state.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { fillForm } from '../run/form/fill-form.ts';
import { useRunForm } from '../run/use-run-form.ts';
import { differences } from './differences.ts';
import { EditStep } from './edit-step.tsx';
import { ReviewStep } from './review-step.tsx';
import { RunStep } from './run-step.tsx';
import '../run/run.css';
import './recreate.css';

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
  return (
    <Dialog
      title={
        <>
          {'Edit '}
          <Untrusted text={container.name} />
        </>
      }
      isOpen
      onClose={() => isRunning || onClose()}
      width="large"
      isDismissable={false}
    >
      <RequestState state={state} what="the container" onRetry={again}>
        {(chosen) => <Steps container={container} chosen={chosen} onRunning={setRunning} onClose={onClose} />}
      </RequestState>
    </Dialog>
  );
}

interface StepsProps extends RecreateDialogProps {
  readonly chosen: ChosenOptions;
  readonly onRunning: (isRunning: boolean) => void;
}

function Steps({ container, chosen, onRunning, onClose }: StepsProps) {
  const [step, setStep] = useState<'edit' | 'review' | 'run'>('edit');
  const [before] = useState(() => fillForm(chosen.options));
  const state = useRunForm(before);
  const changes = differences(before, state.form);
  switch (step) {
    case 'edit':
      return (
        <EditStep
          state={state}
          chosen={chosen}
          changes={changes.length}
          onReview={() => setStep('review')}
          onClose={onClose}
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
  }
}
