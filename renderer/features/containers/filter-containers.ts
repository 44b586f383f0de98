import { assertNever } from '../../../main/contract/assert-never.ts';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { portTexts } from '../../text/port-text.ts';

/** Which containers the table shows. */
export type ContainerKind = 'all' | 'running' | 'stopped' | 'paused' | 'unhealthy';

/** Each {@link ContainerKind} with its title. */
export const containerKinds: Readonly<Record<ContainerKind, string>> = {
  all: 'All',
  running: 'Running',
  stopped: 'Stopped',
  paused: 'Paused',
  unhealthy: 'Unhealthy',
};

function isOfKind({ state, health }: Container, kind: ContainerKind): boolean {
  switch (kind) {
    case 'all':
      return true;
    case 'running':
      return state === 'running' || state === 'restarting';
    case 'stopped':
      return state === 'exited' || state === 'created' || state === 'dead';
    case 'paused':
      return state === 'paused';
    case 'unhealthy':
      return health === 'unhealthy';
    default:
      return assertNever(kind);
  }
}

/** The containers of a kind in whose name, image, project, state, health or ports every word of the filter turns up. */
export function filterContainers(
  containers: readonly Container[],
  filter: string,
  kind: ContainerKind = 'all',
): readonly Container[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && kind === 'all') return containers;
  return containers.filter((container) => {
    if (!isOfKind(container, kind)) return false;
    const { name, image, project, service, state, health, id, ports } = container;
    const text = [name, image, project, service, state, health, id.slice(0, 12), ...portTexts(ports)]
      .join(' ')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
