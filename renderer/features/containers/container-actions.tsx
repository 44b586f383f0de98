import { Play, RotateCw, SquareTerminal, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { actOnContainer, isAlive } from '../../state/actions.ts';
import { usePending } from '../../state/pending.ts';
import { openTerminal } from '../../state/terminals-store.ts';
import { visibleText } from '../../text/visible-text.ts';
import { IconButton } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { StopIcon } from '../../ui/stop-icon.ts';
import { Untrusted } from '../../ui/untrusted.tsx';

/** What can be done to a container, at the end of its row. */
export function ContainerActions({ container }: { readonly container: Container }) {
  const [asks, setAsks] = useState(false);
  const isBusy = usePending((store) => store[container.id] !== undefined);
  const name = visibleText(container.name);
  const alive = isAlive(container);
  const remove = () => void actOnContainer(container, 'remove');
  return (
    <span className="row-actions">
      {container.state === 'running' && (
        <IconButton
          icon={SquareTerminal}
          label={`Open a terminal in ${name}`}
          isDisabled={isBusy}
          onPress={() => openTerminal({ kind: 'container', id: container.id }, container.name)}
        />
      )}
      {alive && (
        <IconButton
          icon={RotateCw}
          label={`Restart ${name}`}
          isDisabled={isBusy}
          onPress={() => void actOnContainer(container, 'restart')}
        />
      )}
      {alive ? (
        <IconButton
          icon={StopIcon}
          label={`Stop ${name}`}
          isDisabled={isBusy}
          onPress={() => void actOnContainer(container, 'stop')}
        />
      ) : (
        <IconButton
          icon={Play}
          label={`Start ${name}`}
          isDisabled={isBusy || container.state === 'removing'}
          onPress={() => void actOnContainer(container, 'start')}
        />
      )}
      <IconButton
        icon={Trash2}
        kind="danger"
        label={`Remove ${name}`}
        isDisabled={isBusy}
        onPress={() => (alive ? setAsks(true) : remove())}
      />
      <ConfirmDialog
        title={
          <>
            {'Remove '}
            <Untrusted text={container.name} />?
          </>
        }
        isOpen={asks}
        onClose={() => setAsks(false)}
        onConfirm={remove}
        action="Remove"
      >
        It is running. Its processes are ended, and what it has written outside of volumes is lost.
      </ConfirmDialog>
    </span>
  );
}
