import type { BuildCacheEntry, buildCacheRequests } from '../../main/contract/engine/build-cache.ts';
import type { systemRequests, systemStreams } from '../../main/contract/engine/system.ts';
import type { UsageKind } from '../../main/contract/engine/usage-kinds.ts';
import type { Handlers } from '../../main/contract/requests.ts';
import type { Sources } from '../../main/contract/streams.ts';
import { createEventLog } from '../../main/engine/event-log.ts';

const mega = 1_000_000;
const items: Readonly<Record<UsageKind, readonly (readonly [name: string, bytes: number])[]>> = {
  images: [
    ['shop/api:2.3.9', 409 * mega],
    ['0d6a1c55b1a2', 388 * mega],
    ['slipway/hello:latest', 17_400],
  ],
  containers: [
    ['shop-worker-1', 41 * mega],
    ['old-import', 12 * mega],
  ],
  volumes: [
    ['c4c4c4c4c4c4', 340 * mega],
    ['9e9e9e9e9e9e', 0],
  ],
  builds: [
    ['[build 4/7] RUN npm ci', 512 * mega],
    ['[build 2/7] COPY package.json package-lock.json ./', 240_000],
  ],
};
const totals: Readonly<Record<UsageKind, readonly [count: number, bytes: number]>> = {
  images: [10, 2_481 * mega],
  containers: [10, 188 * mega],
  volumes: [8, 8_088 * mega],
  builds: [34, 1_204 * mega],
};

const hour = 3_600_000;
const cache: readonly BuildCacheEntry[] = (
  [
    ['[build 4/6] RUN npm ci', 'regular', 512 * mega, false, 1],
    [
      'cached mount /root/.npm from exec /bin/sh -c npm ci with id "npm"',
      'exec.cachemount',
      388 * mega,
      false,
      1,
    ],
    ['pulled from docker.io/library/node:22-slim@sha256:1f0e2c9a', 'regular', 231 * mega, true, 30],
    ['[build 6/6] RUN npm run build', 'regular', 41 * mega, false, 2],
    ['local source for context', 'source.local', 18 * mega, false, 1],
    ['[build 3/6] COPY package.json package-lock.json ./', 'regular', 240_000, false, 50],
    ['local source for dockerfile', 'source.local', 8_192, false, 1],
  ] as const
).map(([description, kind, bytes, isShared, hours], index) => ({
  ...{ id: `p5u7${index}`, kind, description, bytes, isShared, isInUse: index === 0, uses: 3 },
  ...{ createdAt: Date.now() - 60 * hour, lastUsedAt: Date.now() - hours * hour },
}));

interface SystemScene {
  readonly isEmpty: () => boolean;
  readonly act: (doing: string) => Promise<void>;
  readonly ready: (what: string) => Promise<void>;
  readonly measured: () => Promise<void>;
}

/** The engine as a whole, over recorded data. */
export function fixtureSystem({
  isEmpty,
  act,
  ready,
  measured,
}: SystemScene): Handlers<typeof systemRequests & typeof buildCacheRequests> {
  return {
    'system.usage': async ({ kind }) => {
      if (kind === 'builds') await measured();
      await ready(kind);
      const found = isEmpty() ? [] : items[kind].map(([name, bytes]) => ({ name, bytes }));
      const allUnused = { items: found, bytes: found.reduce((sum, { bytes }) => sum + bytes, 0) };
      const unused =
        kind === 'images' ? { items: found.slice(1, 2), bytes: found[1]?.bytes ?? 0 } : allUnused;
      const [count, bytes] = isEmpty() ? [0, 0] : totals[kind];
      return { kind, count, bytes, unused, allUnused };
    },
    'buildCache.list': async () => (isEmpty() ? [] : cache),
    'system.prune': async ({ kind }) => {
      await act(`prune the ${kind}`);
      return { count: 3, bytes: 797 * mega };
    },
    'system.info': async () => {
      await ready('engine');
      return {
        warnings: ['WARNING: No swap limit support'],
        sections: [
          {
            title: 'Engine',
            facts: [
              { name: 'Version', value: '28.5.2' },
              { name: 'API', value: '1.51, clients from 1.24 on' },
              { name: 'containerd', value: '2.1.9' },
              { name: 'runc', value: '1.3.6' },
              { name: 'Live restore', value: 'no' },
            ],
          },
          {
            title: 'Machine',
            facts: [
              { name: 'Name', value: 'slipway' },
              { name: 'System', value: 'Debian GNU/Linux 13 (trixie)' },
              { name: 'Kernel', value: '6.12.57+deb13-cloud-amd64' },
              { name: 'Processors', value: '2' },
              { name: 'Memory', value: '2.08 GB' },
            ],
          },
          {
            title: 'Storage and running',
            facts: [
              { name: 'Storage driver', value: 'overlay2' },
              { name: 'Backing Filesystem', value: 'extfs' },
              { name: 'Control groups', value: 'version 2, by cgroupfs' },
              { name: 'Security', value: 'name=seccomp,profile=builtin, name=cgroupns' },
            ],
          },
        ],
      };
    },
  };
}

const happened: readonly (readonly [
  type: string,
  action: string,
  name: string,
  more?: Record<string, string>,
])[] = [
  ['network', 'create', 'shop_back', { type: 'bridge' }],
  ['volume', 'create', 'shop_database', { driver: 'local' }],
  ['container', 'create', 'shop-db-1', { image: 'postgres:17' }],
  ['network', 'connect', 'shop_back', { container: 'a1'.repeat(32), type: 'bridge' }],
  ['container', 'start', 'shop-db-1', { image: 'postgres:17' }],
  ['container', 'health_status: healthy', 'shop-db-1', { image: 'postgres:17' }],
  ['image', 'pull', 'nginx:1.29'],
  ['container', 'kill', 'shop-worker-1', { image: 'shop/api:2.4.0', signal: '9' }],
  ['container', 'die', 'shop-worker-1', { image: 'shop/api:2.4.0', exitCode: '137' }],
  ['container', 'start', '<b>invoice\u202egpj.exe</b>', { image: '\u001b[31mevil' }],
];

/** Events of the engine, recorded. */
export function fixtureEvents(isEmpty: () => boolean): Sources<typeof systemStreams> {
  return {
    'system.events': (_, signal) => {
      const log = createEventLog();
      if (isEmpty()) return log.follow(signal);
      happened.forEach(([Type, Action, name, more], index) => {
        const Actor = { ID: `${index}c`.repeat(32), Attributes: { name, ...more } };
        log.add({ Type, Action, Actor, time: 1_795_000_000 + index * 7 });
      });
      return log.follow(signal);
    },
  };
}
