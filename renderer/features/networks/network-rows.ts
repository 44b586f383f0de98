import type { Container, NetworkMembership } from '../../../main/contract/engine/containers.ts';
import type { Network } from '../../../main/contract/engine/networks.ts';
import { naturalOrder } from '../../text/natural-order.ts';

/** A container in a network, with its addresses there. */
export interface Member {
  readonly container: Container;
  readonly membership: NetworkMembership;
}

/** A line of the networks' table. */
export interface NetworkRow extends Network {
  /** The containers of this engine that belong to it, running or not, by name. */
  readonly members: readonly Member[];
}

/** Puts together what is known of each network. A container that has never run knows its networks by name alone. */
export function networkRows(
  networks: readonly Network[],
  containers: readonly Container[],
): readonly NetworkRow[] {
  const members = new Map<string, Member[]>();
  const idsByName = new Map(networks.map(({ id, name }) => [name, id]));
  for (const container of containers) {
    for (const membership of container.networks) {
      const id = membership.id || idsByName.get(membership.name);
      if (id === undefined) continue;
      const known = members.get(id);
      if (known === undefined) members.set(id, [{ container, membership }]);
      else known.push({ container, membership });
    }
  }
  return networks.map((network) => ({
    ...network,
    members: (members.get(network.id) ?? []).toSorted((a, b) =>
      naturalOrder(a.container.name, b.container.name),
    ),
  }));
}

/** Whether a container runs in it, so that the engine would not remove it. */
export function isInUse({ members }: NetworkRow): boolean {
  return members.some(({ container: { state } }) => state === 'running' || state === 'paused');
}

/** Whether it may go: nothing belongs to it, and it does not belong to the engine. */
export function isUnused(row: NetworkRow): boolean {
  // What runs in a network of a Swarm may run on another machine.
  return !row.isBuiltIn && row.members.length === 0 && row.scope === 'local';
}

/** Whether containers may join it: not the host's own network, nor none at all, nor one that containers cannot be in. */
export function isJoinable({ ingress, configOnly, driver }: Network): boolean {
  return !ingress && !configOnly && driver !== 'host' && driver !== 'null';
}

/** What is special about a network, in words. */
export function networkTraits(network: Network): readonly string[] {
  return [
    network.scope === 'swarm' ? 'Swarm' : '',
    network.ingress ? 'ingress' : '',
    network.internal ? 'internal' : '',
    network.attachable ? 'attachable' : '',
    network.ipv6 ? 'IPv6' : '',
    network.configOnly ? 'template' : '',
    network.isBuiltIn && !network.ingress ? 'built in' : '',
  ].filter((trait) => trait !== '');
}

/** The lines in whose name, driver, traits, addresses or members every word of the filter turns up. */
export function filterNetworks(rows: readonly NetworkRow[], filter: string): readonly NetworkRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = [
      row.name,
      row.id.slice(0, 12),
      row.driver,
      row.project,
      ...networkTraits(row),
      ...row.ranges.map(({ subnet }) => subnet),
      ...row.members.map(({ container }) => container.name),
      isUnused(row) ? 'unused' : '',
    ]
      .join(' ')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** How the addresses of a range are given. The engine tells of a gateway only where one was asked for, or of its own ranges. */
export function rangeWords(
  { gateway, range }: Network['ranges'][number],
  { internal }: Pick<Network, 'internal'>,
): string {
  const led =
    gateway !== '' ? `gateway ${gateway}` : internal ? 'no gateway' : 'gateway chosen by the engine';
  return range === '' ? led : `${led}, containers from ${range}`;
}
