import { expect, it } from 'vitest';
import type { Container } from '../../../main/contract/engine/containers.ts';
import type { Network } from '../../../main/contract/engine/networks.ts';
import { useDialog } from '../../state/dialogs.ts';
import type { NetworkRow } from '../networks/network-rows.ts';
import { networkEntries } from './network-entries.ts';

const row = (name: string, more: Partial<NetworkRow> = {}): NetworkRow => ({
  ...({ id: `id-${name}`, name, driver: 'bridge', members: [] } as Partial<Network> as Network),
  members: [],
  ...more,
});
const titles = (network: NetworkRow) => networkEntries([network]).map(({ title }) => title);

it('has what can be done to a network and to who is in it', () => {
  const web = { container: { id: 'a', name: 'web' } as Container, membership: {} as never };
  expect(titles(row('front', { members: [web] }))).toEqual([
    'front',
    'front: Connect a container…',
    'front: Disconnect web',
    'front: Remove…',
  ]);
});

it('leaves out what the engine would refuse', () => {
  expect(titles(row('bridge', { isBuiltIn: true }))).toEqual(['bridge', 'bridge: Connect a container…']);
  expect(titles(row('host', { isBuiltIn: true, driver: 'host' }))).toEqual(['host']);
});

it('opens the dialog of that network', () => {
  for (const { onAction } of networkEntries([row('front')]).slice(1)) onAction();
  expect(useDialog.getState().open).toEqual({ kind: 'remove-networks', ids: ['id-front'] });
});
