import { useState } from 'react';
import { livingContainers } from '../../state/ask-engine.ts';
import { requestVm } from '../../state/status-store.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { ContainerNames } from '../containers/dialogs/container-names.tsx';

interface EndEngineDialogProps {
  readonly request: 'stop' | 'restart';
  readonly onClose: () => void;
}

/** Asks before the engine is stopped or restarted while containers run. */
export function EndEngineDialog({ request, onClose }: EndEngineDialogProps) {
  // As they were when it was asked for: what is read does not change under the answer.
  const [containers] = useState(livingContainers);
  const isRestart = request === 'restart';
  return (
    <ConfirmDialog
      title={isRestart ? 'Restart the engine?' : 'Stop the engine?'}
      action={isRestart ? 'Restart' : 'Stop'}
      isOpen
      onClose={onClose}
      onConfirm={() => void requestVm(request)}
    >
      <p>
        {containers.length === 1
          ? 'One container runs and ends'
          : `${containers.length} containers run and end`}{' '}
        with it.{isRestart && ' Those with a restart policy are started again.'}
      </p>
      <ContainerNames containers={containers} />
    </ConfirmDialog>
  );
}
