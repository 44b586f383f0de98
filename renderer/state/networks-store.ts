import { create } from 'zustand';
import type { NetworkParameters } from '../../main/contract/engine/networks.ts';
import type { ParametersOf } from '../../main/contract/requests.ts';
import type { windowRequests } from '../../main/contract/window.ts';
import { call } from '../bridge.ts';
import { visibleText } from '../text/visible-text.ts';
import { refreshList } from './engine-store.ts';
import { notify } from './notices.ts';
import { track } from './pending.ts';
import { trackMany } from './track-many.ts';

/** How the networks are shown: kept while another view is on the screen. */
export const useNetworksShown = create<{ readonly as: 'list' | 'map' }>(() => ({ as: 'list' }));

/** The id under which an action on a network shows. */
export function networkKey(id: string): string {
  return `network ${id}`;
}

/** The id under which joining or leaving a network shows. */
export function membershipKey(network: string, container: string): string {
  return `network ${network} ${container}`;
}

/** Makes a network. Rejects when it could not be made, for the dialog to say so. */
export async function createNetwork(parameters: NetworkParameters): Promise<void> {
  await call('networks.create', parameters);
  notify({ kind: 'done', text: `Created the network ${visibleText(parameters.name)}.` });
}

/** Removes networks, and says in one notice what came of it. */
export async function removeNetworks(
  networks: readonly { readonly id: string; readonly name: string }[],
): Promise<void> {
  await trackMany(
    networks.map(({ id, name }) => ({ id: networkKey(id), name, network: id })),
    { underWay: 'Removing…', done: 'Removed', verb: 'remove', one: 'network', many: 'networks' },
    ({ network }) => call('networks.remove', { id: network }),
  );
}

type Connection = ParametersOf<(typeof windowRequests)['networks.connect']>;

/** Puts a container into a network. Rejects when it could not be, for the dialog to say so. */
export async function connectContainer(connection: Connection, name: string): Promise<void> {
  await call('networks.connect', connection);
  refreshList('containers');
  notify({ kind: 'done', text: `Connected ${visibleText(name)}.` });
}

/** Takes a container out of a network, and says what came of it. */
export async function disconnectContainer(
  network: string,
  container: { readonly id: string; readonly name: string },
): Promise<void> {
  await track(membershipKey(network, container.id), 'Disconnecting…', async () => {
    await call('networks.disconnect', { id: network, container: container.id });
    refreshList('containers');
    return `Disconnected ${visibleText(container.name)}.`;
  });
}
