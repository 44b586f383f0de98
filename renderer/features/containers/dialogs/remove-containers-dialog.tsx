import type { Container } from '../../../../main/contract/engine/containers.ts';
import { isAlive } from '../../../state/actions.ts';
import { actOnContainers } from '../../../state/container-verbs.ts';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { ContainerNames } from './container-names.tsx';
import { DialogTitle } from './dialog-title.tsx';

interface RemoveContainersDialogProps {
  readonly containers: readonly Container[];
  readonly onClose: () => void;
}

/** Asks before containers are removed: how many of them run is said. */
export function RemoveContainersDialog({ containers, onClose }: RemoveContainersDialogProps) {
  const [only] = containers;
  if (only === undefined) return null;
  const isOne = containers.length === 1;
  const alive = containers.filter(isAlive).length;
  return (
    <ConfirmDialog
      title={
        isOne ? (
          <DialogTitle before="Remove " name={only.name} after="?" />
        ) : (
          `Remove ${containers.length} containers?`
        )
      }
      isOpen
      onClose={onClose}
      onConfirm={() => void actOnContainers(containers, 'remove')}
      action="Remove"
      isReady={alive === 0}
    >
      <p>
        {aliveText(alive, containers.length)}
        {alive > 0 ? ', and what' : 'What'} {isOne ? 'it has' : 'they have'} written outside of volumes is
        lost.
      </p>
      {!isOne && <ContainerNames containers={containers} />}
    </ConfirmDialog>
  );
}

function aliveText(alive: number, all: number): string {
  if (alive === 0) return '';
  if (all === 1) return 'It is running. Its processes are ended';
  const who = alive === all ? 'All are running' : alive === 1 ? 'One is running' : `${alive} are running`;
  return `${who}. Their processes are ended`;
}
