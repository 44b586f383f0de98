import type { Container, NetworkMembership, VolumeMount } from '../../main/contract/engine/containers.ts';
import type { Network, networkRequests } from '../../main/contract/engine/networks.ts';
import type { Volume, VolumeSize, volumeRequests } from '../../main/contract/engine/volumes.ts';
import type { Handlers } from '../../main/contract/requests.ts';

const hour = 3_600_000;
const day = 24 * hour;

const mounts: Readonly<Record<string, readonly VolumeMount[]>> = {
  'shop-db-1': [{ name: 'shop_database', target: '/var/lib/postgresql/data', readOnly: false }],
  'shop-web-1': [
    { name: 'shop_uploads', target: '/srv/uploads', readOnly: true },
    { name: 'shop_certificates', target: '/etc/tls', readOnly: true },
  ],
  'shop-api-1': [{ name: 'shop_uploads', target: '/srv/uploads', readOnly: false }],
  'shop-worker-1': [{ name: 'shop_uploads', target: '/srv/uploads', readOnly: false }],
  'monitoring-prometheus-1': [{ name: 'monitoring_metrics', target: '/prometheus', readOnly: false }],
  registry: [{ name: 'ab'.repeat(32), target: '/var/lib/registry', readOnly: false }],
};

const networksOf: Readonly<Record<string, readonly string[]>> = {
  'shop-web-1': ['shop_front', 'shop_back'],
  'shop-api-1': ['shop_back', 'monitoring_default'],
  'shop-worker-1': ['shop_back'],
  'shop-db-1': ['shop_back'],
  'monitoring-grafana-1': ['monitoring_default'],
  'monitoring-prometheus-1': ['monitoring_default'],
  dns: ['host'],
};

const networkRows: readonly (readonly [
  name: string,
  driver: string,
  subnet: string,
  more?: Partial<Network>,
])[] = [
  ['bridge', 'bridge', '172.17.0.0/16', { isBuiltIn: true }],
  ['host', 'host', '', { isBuiltIn: true }],
  ['none', 'null', '', { isBuiltIn: true }],
  ['shop_front', 'bridge', '172.18.0.0/16', { project: 'shop' }],
  ['shop_back', 'bridge', '172.19.0.0/16', { project: 'shop', internal: true }],
  [
    'monitoring_default',
    'bridge',
    '172.20.0.0/16',
    { project: 'monitoring', ipv6: true, labels: { team: 'operations' } },
  ],
  ['ingress', 'overlay', '10.0.0.0/24', { scope: 'swarm', ingress: true, isBuiltIn: true }],
  ['fleet', 'overlay', '10.0.1.0/24', { scope: 'swarm', attachable: true }],
];

const idOf = (index: number) => (index + 10).toString(16).padStart(64, '3');

/** What a container of that name has mounted and which networks it is in. */
export function attachmentsOf(
  name: string,
  state: Container['state'],
): Pick<Container, 'volumes' | 'networks'> {
  const isAlive = state === 'running' || state === 'paused';
  const networks = (networksOf[name] ?? ['bridge']).map((network, order): NetworkMembership => {
    const index = networkRows.findIndex(([candidate]) => candidate === network);
    const prefix = networkRows[index]?.[2].replace(/\.\d+\/\d+$/, '') ?? '';
    const last = 2 + order + (name.length % 9);
    const hasAddress = isAlive && prefix !== '';
    return {
      name: network,
      id: idOf(index),
      ipv4: hasAddress ? `${prefix}.${last}` : '',
      ipv6: hasAddress && network === 'monitoring_default' ? `fd00:20::${last}` : '',
      mac: hasAddress ? `02:42:ac:12:00:0${last % 10}` : '',
    };
  });
  return { volumes: mounts[name] ?? [], networks };
}

const volume = (name: string, age: number, more: Partial<Volume> = {}): Volume => ({
  name,
  driver: 'local',
  createdAt: Date.now() - age,
  mountpoint: `/var/lib/docker/volumes/${name}/_data`,
  scope: 'local',
  project: null,
  projectName: null,
  isAnonymous: false,
  labels: {},
  options: {},
  ...more,
});

const ofProject = (project: string, projectName: string): Partial<Volume> => ({
  project,
  projectName,
  labels: {
    'com.docker.compose.project': project,
    'com.docker.compose.version': '2.40.3',
    'com.docker.compose.volume': projectName,
  },
});

const anonymous: Partial<Volume> = { isAnonymous: true, labels: { 'com.docker.volume.anonymous': '' } };

const someVolumes = (): readonly Volume[] => [
  volume('shop_database', 26 * day, ofProject('shop', 'database')),
  volume('shop_uploads', 26 * day, ofProject('shop', 'uploads')),
  volume('shop_certificates', 3 * day, ofProject('shop', 'certificates')),
  volume('monitoring_metrics', 44 * day, ofProject('monitoring', 'metrics')),
  volume('archive-2024', 300 * day, {
    driver: 'local',
    options: { type: 'nfs', o: 'addr=10.0.0.5,rw', device: ':/exports/archive' },
  }),
  volume('ab'.repeat(32), 2 * hour, anonymous),
  volume('c4'.repeat(32), 9 * day, anonymous),
  volume('9e'.repeat(32), 12 * day, anonymous),
];

const hostileVolumes = (): readonly Volume[] => [
  volume('<img src=x onerror=alert(1)>', hour, {
    driver: '\u001b[31mred',
    labels: { '<b>label</b>': 'invoice\u202egpj.exe' },
    project: '"><script>alert(1)</script>',
  }),
  volume(`${'v'.repeat(300)}`, hour),
];

const sizes = [4_812_000_000, 731_400_000, 18_200, 2_204_000_000, null, 912_000, 340_100_000, 0];

const someNetworks = (): readonly Network[] =>
  networkRows.map(([name, driver, subnet, more], index) => ({
    id: idOf(index),
    name,
    driver,
    scope: 'local',
    createdAt: Date.now() - index * 3 * day - hour,
    ranges: subnet === '' ? [] : [{ subnet, gateway: subnet.replace(/\.0\/\d+$/, '.1'), range: '' }],
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
  }));

interface VolumesScene {
  /** As for the containers; the sizes stay to be measured while actions hang. */
  readonly listing: () => 'none' | 'some' | 'hostile';
  readonly ready: (what: string) => Promise<void>;
  readonly act: (doing: string) => Promise<void>;
  readonly measured: () => Promise<void>;
}

/** Volumes and networks, over recorded data. */
export function fixtureVolumes({
  listing,
  ready,
  act,
  measured,
}: VolumesScene): Handlers<typeof volumeRequests & typeof networkRequests> {
  const list = () => ({ none: () => [], some: someVolumes, hostile: hostileVolumes })[listing()]();
  return {
    'volumes.list': async () => {
      await ready('volumes');
      return list();
    },
    'volumes.sizes': async () => {
      await measured();
      return list().map(({ name }, index): VolumeSize => ({ name, bytes: sizes[index] ?? null, users: 0 }));
    },
    'volumes.create': ({ name }) => act(`create the volume ${name}`),
    'volumes.remove': ({ name }) => act(`remove the volume ${name}`),
    'volumes.empty': ({ name }) => act(`empty the volume ${name}`),
    'networks.list': async () => {
      await ready('networks');
      return someNetworks().filter(({ isBuiltIn }) => listing() !== 'none' || isBuiltIn);
    },
    'networks.create': async ({ name }) => {
      await act(`create the network ${name}`);
      return { id: idOf(99) };
    },
    'networks.remove': ({ id }) => act(`remove the network ${id.slice(0, 12)}`),
    'networks.connect': () => act('connect the container'),
    'networks.disconnect': () => act('disconnect the container'),
  };
}
