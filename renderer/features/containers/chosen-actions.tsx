import { CirclePause, CirclePlay, Play, RotateCw, Trash2, X, Zap } from 'lucide-react';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { actOnContainers, type ContainerVerb, fits } from '../../state/container-verbs.ts';
import { openDialog } from '../../state/dialogs.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { MoreMenu } from '../../ui/more-menu.tsx';
import { StopIcon } from '../../ui/stop-icon.ts';

interface ChosenActionsProps {
  readonly chosen: readonly Container[];
  readonly onChooseNone: () => void;
}

const buttons = [
  { verb: 'start', title: 'Start', icon: Play },
  { verb: 'stop', title: 'Stop', icon: StopIcon },
  { verb: 'restart', title: 'Restart', icon: RotateCw },
] as const;

/** What can be done to all chosen containers; each says how many of them it is for. */
export function ChosenActions({ chosen, onChooseNone }: ChosenActionsProps) {
  const fitting = (verb: ContainerVerb | 'kill') => chosen.filter((container) => fits(verb, container));
  const titled = (title: string, containers: readonly Container[]) =>
    containers.length === 0 ? title : `${title} ${containers.length}`;
  const [pausable, paused, killable, removable] = [
    fitting('pause'),
    fitting('unpause'),
    fitting('kill'),
    fitting('remove'),
  ];
  return (
    <>
      {buttons.map(({ verb, title, icon }) => {
        const containers = fitting(verb);
        return (
          <Button
            key={verb}
            icon={icon}
            isDisabled={containers.length === 0}
            onPress={() => void actOnContainers(containers, verb)}
          >
            {titled(title, containers)}
          </Button>
        );
      })}
      <Button
        icon={Trash2}
        isDisabled={removable.length === 0}
        onPress={() => openDialog({ kind: 'remove', containers: removable })}
      >
        {titled('Remove', removable)}
      </Button>
      <MoreMenu
        label="More for the chosen"
        groups={() => [
          [
            {
              title: titled('Pause', pausable),
              icon: CirclePause,
              isDisabled: pausable.length === 0,
              onAction: () => void actOnContainers(pausable, 'pause'),
            },
            {
              title: titled('Unpause', paused),
              icon: CirclePlay,
              isDisabled: paused.length === 0,
              onAction: () => void actOnContainers(paused, 'unpause'),
            },
            {
              title: `Send a signal${killable.length === 0 ? '' : ` to ${killable.length}`}…`,
              icon: Zap,
              isDisabled: killable.length === 0,
              onAction: () => openDialog({ kind: 'kill', containers: killable }),
            },
          ],
        ]}
      />
      <IconButton icon={X} label="Choose none" onPress={onChooseNone} />
    </>
  );
}
