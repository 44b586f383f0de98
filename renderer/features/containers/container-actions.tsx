import { Play, RotateCw, SquareTerminal, Trash2 } from 'lucide-react';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { isAlive } from '../../state/actions.ts';
import { actOnContainers, fits } from '../../state/container-verbs.ts';
import { openDialog } from '../../state/dialogs.ts';
import { useExitWatch } from '../../state/exit-watch.ts';
import { usePending } from '../../state/pending.ts';
import { openTerminal } from '../../state/terminals-store.ts';
import { visibleText } from '../../text/visible-text.ts';
import { IconButton } from '../../ui/button.tsx';
import { MoreMenu } from '../../ui/more-menu.tsx';
import { StopIcon } from '../../ui/stop-icon.ts';
import { containerMenu } from './container-menu.ts';

/** What can be done to a container, at the end of its row. */
export function ContainerActions({ container }: { readonly container: Container }) {
  const isBusy = usePending((store) => store[container.id] !== undefined);
  const isWatched = useExitWatch((store) => store[container.id] !== undefined);
  const name = visibleText(container.name);
  const alive = isAlive(container);
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
          onPress={() => void actOnContainers([container], 'restart')}
        />
      )}
      {alive ? (
        <IconButton
          icon={StopIcon}
          label={`Stop ${name}`}
          isDisabled={isBusy}
          onPress={() => void actOnContainers([container], 'stop')}
        />
      ) : (
        <IconButton
          icon={Play}
          label={`Start ${name}`}
          isDisabled={isBusy || !fits('start', container)}
          onPress={() => void actOnContainers([container], 'start')}
        />
      )}
      <IconButton
        icon={Trash2}
        kind="danger"
        label={`Remove ${name}`}
        isDisabled={isBusy}
        onPress={() => openDialog({ kind: 'remove', containers: [container] })}
      />
      <MoreMenu
        label={`More for ${name}`}
        isDisabled={isBusy}
        groups={() => containerMenu(container, isWatched)}
      />
    </span>
  );
}
