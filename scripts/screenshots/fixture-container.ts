import type {
  ContainerDetails,
  containerDetailsRequests,
  FileChange,
  ProcessTable,
} from '../../main/contract/engine/container-details.ts';
import type { Container } from '../../main/contract/engine/containers.ts';
import { SlipwayError } from '../../main/contract/errors.ts';
import type { Handlers } from '../../main/contract/requests.ts';

const processes: ProcessTable = {
  titles: ['UID', 'PID', 'PPID', 'C', 'STIME', 'TTY', 'TIME', 'CMD'],
  processes: [
    ['root', '2101', '2080', '0', '09:12', '?', '00:00:00', 'nginx: master process nginx -g daemon off;'],
    ['101', '2144', '2101', '0', '09:12', '?', '00:00:02', 'nginx: worker process'],
    ['101', '2145', '2101', '0', '09:12', '?', '00:00:01', 'nginx: worker process'],
  ],
};

const changes: readonly FileChange[] = [
  { path: '/etc/nginx/conf.d', kind: 'changed' },
  { path: '/etc/nginx/conf.d/default.conf', kind: 'changed' },
  { path: '/run/nginx.pid', kind: 'added' },
  { path: '/var/cache/nginx/client_temp', kind: 'added' },
  { path: '/usr/share/nginx/html/50x.html', kind: 'removed' },
];

function detailsOf(container: Container): ContainerDetails {
  const isAlive = container.state === 'running' || container.state === 'paused';
  const minutesAgo = (minutes: number) => container.createdAt + 3 * 3_600_000 - minutes * 60_000;
  const details: Omit<ContainerDetails, 'json'> = {
    id: container.id,
    name: container.name,
    image: container.image,
    imageId: container.imageId,
    state: container.state,
    ended: isAlive ? null : { at: minutesAgo(12), exitCode: 137, outOfMemory: true },
    error: '',
    startedAt: container.createdAt + 1_000,
    createdAt: container.createdAt,
    restarts: isAlive ? 0 : 4,
    health: isAlive
      ? {
          state: 'healthy',
          failingStreak: 0,
          probes: [
            { at: minutesAgo(1), exitCode: 0, output: 'HTTP/1.1 200 OK\ncontent-type: text/plain\n' },
            { at: minutesAgo(2), exitCode: 0, output: 'HTTP/1.1 200 OK\ncontent-type: text/plain\n' },
          ],
        }
      : null,
    entrypoint: ['/docker-entrypoint.sh'],
    command: ['nginx', '-g', 'daemon off;'],
    workingFolder: '/usr/share/nginx',
    user: '',
    hostname: container.id.slice(0, 12),
    hasTerminal: false,
    platform: 'linux',
    environment: [
      { name: 'PATH', value: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
      { name: 'NGINX_VERSION', value: '1.29.3' },
      { name: 'TZ', value: 'Europe/Berlin' },
      { name: 'BANNER', value: '<b onclick=alert(1)>hello</b> \u202egpj.exe' },
    ],
    labels: [
      { name: 'com.docker.compose.project', value: 'shop' },
      { name: 'com.docker.compose.service', value: 'web' },
      { name: 'maintainer', value: 'NGINX Docker Maintainers' },
    ],
    ports: container.ports,
    mounts: [
      { kind: 'volume', source: 'shop_site', target: '/usr/share/nginx/html', readOnly: true },
      {
        kind: 'bind',
        source: '/home/maria/shop/nginx.conf',
        target: '/etc/nginx/nginx.conf',
        readOnly: true,
      },
      { kind: 'tmpfs', source: '', target: '/run', readOnly: false },
    ],
    networks: [
      {
        name: 'shop_default',
        networkId: 'f'.repeat(64),
        address: isAlive ? '172.18.0.3' : '',
        address6: '',
        gateway: '172.18.0.1',
        macAddress: '02:42:ac:12:00:03',
        aliases: ['web', 'shop-web-1'],
      },
    ],
    limits: { memoryBytes: 268_435_456, cpus: 1.5, processes: null },
    restartPolicy: 'unless-stopped',
    removeWhenDone: false,
    isPrivileged: false,
  };
  return {
    ...details,
    json: JSON.stringify({ Id: details.id, Name: `/${details.name}`, Config: details }, null, 2),
  };
}

/** The page of a container, over recorded data. */
export function fixtureContainer(
  list: () => Promise<readonly Container[]>,
): Handlers<typeof containerDetailsRequests> {
  return {
    'container.inspect': async ({ id }) => {
      const container = (await list()).find((item) => item.id === id);
      if (container !== undefined) return detailsOf(container);
      throw new SlipwayError({
        code: 'not-found',
        message: `Could not read the container ${id.slice(0, 12)}: No such container: ${id.slice(0, 12)}`,
        hint: 'It was removed meanwhile: look at the list again.',
      });
    },
    'container.processes': async () => processes,
    'container.changes': async ({ id }) =>
      (await list()).find((item) => item.id === id)?.state === 'running' ? changes : [],
  };
}
