import { expect, it } from 'vitest';
import type { Container, ContainerState } from '../../../main/contract/engine/containers.ts';
import type { Network } from '../../../main/contract/engine/networks.ts';
import { layOutNetworks } from './network-map.ts';
import { filterNetworks, isInUse, isUnused, networkRows, rangeWords } from './network-rows.ts';

const network = (name: string, more: Partial<Network> = {}): Network => ({
  id: `id-${name}`,
  name,
  driver: 'bridge',
  scope: 'local',
  createdAt: 0,
  ranges: [{ subnet: '172.18.0.0/16', gateway: '172.18.0.1', range: '' }],
  ipv4: true,
  ipv6: false,
  internal: false,
  attachable: false,
  ingress: false,
  configOnly: false,
  isBuiltIn: false,
  project: null,
  labels: {},
  options: {},
  ...more,
});

const container = (
  name: string,
  networks: readonly string[],
  state: ContainerState = 'running',
): Container => ({
  id: name,
  name,
  image: 'a',
  imageId: 'sha256:1',
  command: '',
  state,
  status: '',
  health: null,
  createdAt: 0,
  ports: [],
  project: null,
  service: null,
  replaces: null,
  debugOf: null,
  volumes: [],
  networks: networks.map((of) => ({
    name: of,
    id: state === 'created' ? '' : `id-${of}`,
    ipv4: state === 'running' ? '172.18.0.2' : '',
    ipv6: '',
    mac: '',
  })),
});

const networks = [
  network('back', { internal: true }),
  network('front'),
  network('empty'),
  network('bridge', { isBuiltIn: true }),
  network('fleet', { driver: 'overlay', scope: 'swarm', attachable: true }),
];
const rows = networkRows(networks, [
  container('web', ['front', 'back']),
  container('db', ['back']),
  container('new', ['front'], 'created'),
]);

it('finds the members, one that has never run by the name of its network', () => {
  expect(rows.map(({ members }) => members.map((member) => member.container.name))).toEqual([
    ['db', 'web'],
    ['new', 'web'],
    [],
    [],
    [],
  ]);
});

it('tells what may go: nothing of the engine, nothing of a Swarm, nothing that has a member', () => {
  expect(rows.filter(isUnused).map(({ name }) => name)).toEqual(['empty']);
  expect(rows.filter(isInUse).map(({ name }) => name)).toEqual(['back', 'front']);
});

it.each([
  ['internal', ['back']],
  ['swarm attachable', ['fleet']],
  ['db', ['back']],
  ['172.18 unused', ['empty']],
])('finds by “%s”', (filter, found) => {
  expect(filterNetworks(rows, filter).map(({ name }) => name)).toEqual(found);
});

it('draws everything once, nothing over anything else, and no empty network of the engine', () => {
  const map = layOutNetworks(rows);
  expect(map.containers.map(({ item }) => item.name).toSorted()).toEqual(['db', 'new', 'web']);
  expect(map.networks.map(({ item }) => item.name)).not.toContain('bridge');
  expect(map.links).toHaveLength(4);
  for (const side of [map.containers, map.networks]) {
    const ys = side.map(({ y }) => y);
    expect(ys).toEqual(ys.toSorted((a, b) => a - b));
    expect(new Set(ys).size).toBe(ys.length);
  }
  expect(layOutNetworks(rows.toReversed())).toEqual(map);
});

it('orders both sides so that separate groups do not cross', () => {
  const two = networkRows(
    [network('x'), network('y')],
    [container('a', ['y']), container('b', ['x']), container('c', ['y']), container('d', ['x'])],
  );
  const { links } = layOutNetworks(two);
  const crossings = links.flatMap((one) =>
    links.filter((other) => one.from < other.from && one.to > other.to),
  );
  expect(crossings).toEqual([]);
});

it('has nothing to draw without networks', () => {
  expect(layOutNetworks([])).toEqual({ containers: [], networks: [], links: [], height: 0 });
});

it('says of a range without a gateway that the engine chooses it, unless nothing leads out', () => {
  const [open, shut] = [network('open'), network('shut', { internal: true })];
  const range = { subnet: '10.1.0.0/16', gateway: '', range: '' };
  expect(rangeWords({ ...range, gateway: '10.1.0.1' }, shut)).toBe('gateway 10.1.0.1');
  expect(rangeWords(range, open)).toBe('gateway chosen by the engine');
  expect(rangeWords({ ...range, range: '10.1.2.0/24' }, shut)).toBe(
    'no gateway, containers from 10.1.2.0/24',
  );
});
