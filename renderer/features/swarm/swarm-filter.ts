import type { SwarmTab } from '../../state/view-store.ts';
import type { Selection } from '../../ui/selection.ts';
import { type FileRow, matching, type SwarmRows } from './swarm-rows.ts';

/** What each part of the view works with. */
export interface ShownRows {
  readonly all: SwarmRows;
  /** What the filter has left of it. */
  readonly shown: SwarmRows;
  readonly selection: Selection;
  /** Shows everything again. */
  readonly onClear: () => void;
}

/** What a filter leaves of everything. */
export function rowsIn(rows: SwarmRows, filter: string): SwarmRows {
  const files = (all: readonly FileRow[]) =>
    matching(all, filter, ({ name, stack, users }) => [name, stack ?? '', ...users]);
  return {
    services: matching(rows.services, filter, ({ name, image, stack, note, ports }) => [
      ...[name, image, stack ?? '', note],
      ...ports.map(({ published }) => String(published)),
    ]),
    tasks: matching(rows.tasks, filter, ({ name, id, state, error, nodeName, image }) => [
      ...[name, id, state, error, nodeName, image],
    ]),
    nodes: matching(rows.nodes, filter, ({ name, id, role, state, availability, address, labels }) => [
      ...[name, id, role, state, availability, address],
      ...Object.entries(labels).map((label) => label.join('=')),
    ]),
    stacks: matching(rows.stacks, filter, ({ name, services }) => [
      name,
      ...services.map((service) => service.name),
    ]),
    secrets: files(rows.secrets),
    configs: files(rows.configs),
  };
}

/** The ids of what can be chosen in a part of the view. */
export function idsIn(rows: SwarmRows, tab: SwarmTab): readonly string[] {
  return tab === 'services' || tab === 'secrets' || tab === 'configs' ? rows[tab].map(({ id }) => id) : [];
}
