import type { Container, ContainerPort } from '../../main/contract/engine/containers.ts';
import type { Image } from '../../main/contract/engine/images.ts';
import { attachmentsOf } from './fixture-volumes.ts';

/** One moment for all of them: what was made at the same time is listed by name. */
const now = Date.now();
const hour = 3_600_000;
const day = 24 * hour;

/** A made-up id that looks like one. */
function idOf(seed: number): string {
  return Array.from({ length: 8 }, (_, index) =>
    ((seed + 1) * 2_654_435_761 * (index + 3)).toString(16).slice(-8).padStart(8, '7'),
  ).join('');
}

function imageIdOf(image: string): string {
  return `sha256:${idOf([...image].reduce((sum, letter) => sum * 7 + letter.charCodeAt(0), 1) % 9_973)}`;
}

function tcp(containerPort: number, port?: number, address = '127.0.0.1'): ContainerPort {
  return { containerPort, protocol: 'tcp', published: port === undefined ? null : { address, port } };
}

type Row = readonly [
  name: string,
  image: string,
  state: Container['state'],
  status: string,
  age: number,
  ports: readonly ContainerPort[],
  project?: string,
];

const rows: readonly Row[] = [
  [
    'shop-web-1',
    'nginx:1.29',
    'running',
    'Up 3 hours (healthy)',
    3 * hour,
    [tcp(80, 8080), tcp(443, 8443)],
    'shop',
  ],
  ['shop-api-1', 'shop/api:2.4.0', 'running', 'Up 3 hours', 3 * hour, [tcp(3000, 3000)], 'shop'],
  ['shop-worker-1', 'shop/api:2.4.0', 'exited', 'Exited (137) 12 minutes ago', 3 * hour, [], 'shop'],
  ['shop-db-1', 'postgres:17', 'running', 'Up 3 hours (healthy)', 3 * hour, [tcp(5432, 5432)], 'shop'],
  [
    'monitoring-grafana-1',
    'grafana/grafana:12.2',
    'running',
    'Up 2 days',
    9 * day,
    [tcp(3000, 3001, '0.0.0.0')],
    'monitoring',
  ],
  [
    'monitoring-prometheus-1',
    'prom/prometheus:v3.6',
    'paused',
    'Up 2 days (Paused)',
    9 * day,
    [tcp(9090, 9090)],
    'monitoring',
  ],
  ['busy_hopper', 'slipway/busybox:latest', 'running', 'Up 4 minutes', 4 * 60_000, []],
  [
    'dns',
    'coredns/coredns:1.13',
    'running',
    'Up 6 days (unhealthy)',
    6 * day,
    [{ containerPort: 53, protocol: 'udp', published: { address: '0.0.0.0', port: 1053 } }],
  ],
  [
    'monitoring-grafana-1-before-20261125-091200',
    'grafana/grafana:12.1',
    'exited',
    'Exited (0) 2 days ago',
    20 * day,
    [],
    'monitoring',
  ],
  ['registry', 'registry:3', 'created', 'Created', 20 * 60_000, [tcp(5000)]],
  ['old-import', 'sha256:0d6a1c55b1a2', 'exited', 'Exited (0) 5 weeks ago', 40 * day, []],
];

function container([name, image, state, status, age, ports, project]: Row, seed: number): Container {
  return {
    id: idOf(seed),
    name,
    image,
    imageId: imageIdOf(image),
    command: '/entrypoint.sh',
    state,
    status,
    health: status.includes('(healthy)') ? 'healthy' : status.includes('(unhealthy)') ? 'unhealthy' : null,
    createdAt: now - age,
    ports,
    project: project ?? null,
    debugOf: null,
    service: project === undefined ? null : (name.split('-')[1] ?? null),
    replaces:
      name === 'monitoring-grafana-1'
        ? idOf(rows.findIndex(([other]) => other.startsWith('monitoring-grafana-1-before')))
        : null,
    ...attachmentsOf(name, state),
  };
}

const images: readonly (readonly [tag: string, size: number, age: number])[] = [
  ['nginx:1.29', 192_400_000, 20 * day],
  ['shop/api:2.4.0', 412_000_000, 2 * day],
  ['shop/api:2.3.9', 409_800_000, 16 * day],
  ['postgres:17', 454_100_000, 26 * day],
  ['grafana/grafana:12.2', 733_000_000, 31 * day],
  ['prom/prometheus:v3.6', 312_600_000, 44 * day],
  [
    'registry.example.org:5000/tools/very-long-team-name/coredns-with-plugins:1.13-alpine',
    78_300_000,
    50 * day,
  ],
  ['slipway/busybox:latest', 2_050_000, 3 * day],
  ['slipway/hello:latest', 17_400, 3 * day],
];

/** A working day's containers. */
export const someContainers = (): readonly Container[] => rows.map(container);

/** More than fit on any screen. */
export const manyContainers = (): readonly Container[] =>
  Array.from({ length: 1000 }, (_, index) =>
    container(
      [
        `load-${String(index).padStart(4, '0')}`,
        'slipway/busybox:latest',
        index % 7 === 0 ? 'exited' : 'running',
        index % 7 === 0 ? 'Exited (1) 2 minutes ago' : 'Up 2 minutes',
        index * 1_000,
        [tcp(80, 20_000 + index)],
        index < 300 ? 'load' : undefined,
      ],
      index,
    ),
  );

/** What somebody who means harm puts into names and labels. */
export const hostileContainers = (): readonly Container[] => [
  container(
    [
      '<img src=x onerror=alert(1)>',
      '<script>alert(1)</script>',
      'running',
      '<b>Up</b>',
      hour,
      [],
      '"><script>alert(1)</script>',
    ],
    1,
  ),
  container(
    [
      'invoice\u202egpj.exe',
      'evil\u0000\u001b[31mred\u200b',
      'running',
      'Up\nnewline\ttab',
      hour,
      [],
      '\u2066shop\u2069',
    ],
    2,
  ),
  container(
    [
      'a'.repeat(300),
      'b'.repeat(300),
      'dead',
      'Dead',
      hour,
      Array.from({ length: 40 }, (_, index) => tcp(index + 1, 9000 + index)),
    ],
    3,
  ),
];

/** A working day's images. */
export const someImages = (): readonly Image[] => [
  ...images.map(([tag, size, age]) => ({
    id: imageIdOf(tag),
    tags: [tag],
    digests: [`${tag.replace(/:[^:/]*$/, '')}@${imageIdOf(tag)}`],
    size,
    createdAt: now - age,
  })),
  { id: `sha256:${idOf(99)}`, tags: [], digests: [], size: 388_000_000, createdAt: now - 70 * day },
];
