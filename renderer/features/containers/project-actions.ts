import { Play } from 'lucide-react';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { isAlive } from '../../state/actions.ts';
import { actOnContainers, fits } from '../../state/container-verbs.ts';
import type { MenuEntry } from '../../ui/more-menu.tsx';
import { StopIcon } from '../../ui/stop-icon.ts';

/** What can be done to a Compose project as a whole, given its containers. */
export function projectActions(containers: readonly Container[]): readonly MenuEntry[] {
  const alive = containers.filter(isAlive);
  const rest = containers.filter((container) => fits('start', container));
  return [
    {
      ...{ title: 'Start all', icon: Play, isDisabled: rest.length === 0 },
      onAction: () => void actOnContainers(rest, 'start'),
    },
    {
      ...{ title: 'Stop all', icon: StopIcon, isDisabled: alive.length === 0 },
      onAction: () => void actOnContainers(alive, 'stop'),
    },
  ];
}
