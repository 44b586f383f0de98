import type { Container } from '../../../main/contract/engine/containers.ts';
import { portTexts } from '../../text/port-text.ts';

/** The containers in whose name, image, project, state or ports every word of the filter turns up. */
export function filterContainers(containers: readonly Container[], filter: string): readonly Container[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return containers;
  return containers.filter((container) => {
    const { name, image, project, service, state, id, ports } = container;
    const text = [name, image, project, service, state, id.slice(0, 12), ...portTexts(ports)]
      .join(' ')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
