import type { ImageDetails, imageDetailsRequests } from '../../main/contract/engine/image-details.ts';
import type { imageLayerStreams, LayerFile } from '../../main/contract/engine/image-layers.ts';
import type { imagePackageRequests } from '../../main/contract/engine/image-packages.ts';
import type { imageSearchRequests } from '../../main/contract/engine/image-search.ts';
import type { imageUpdateRequests } from '../../main/contract/engine/image-updates.ts';
import type { Image, imageRequests } from '../../main/contract/engine/images.ts';
import type { retentionRequests } from '../../main/contract/engine/retention.ts';
import { SlipwayError } from '../../main/contract/errors.ts';
import type { Handlers } from '../../main/contract/requests.ts';
import type { Sources } from '../../main/contract/streams.ts';

type FixtureRequests = typeof imageDetailsRequests &
  typeof imageUpdateRequests &
  typeof imageSearchRequests &
  typeof imagePackageRequests &
  typeof retentionRequests &
  Pick<typeof imageRequests, 'images.tag'>;

const steps: readonly (readonly [createdBy: string, share: number])[] = [
  ['# debian.sh --arch amd64 out/ trixie @1764028800', 0.4],
  ['LABEL maintainer=NGINX Docker Maintainers <docker-maint@nginx.com>', 0],
  ['ENV NGINX_VERSION=1.29.3', 0],
  [
    'RUN /bin/sh -c set -x && groupadd --system --gid 101 nginx && useradd --system --gid nginx --no-create-home # buildkit',
    0.55,
  ],
  ['COPY docker-entrypoint.sh / # buildkit', 0.00001],
  ['COPY 30-tune-worker-processes.sh /docker-entrypoint.d # buildkit', 0.05],
  ['ENTRYPOINT ["/docker-entrypoint.sh"]', 0],
  ['EXPOSE map[80/tcp:{}]', 0],
  ['CMD ["nginx" "-g" "daemon off;"]', 0],
];

function detailsOf(image: Image): ImageDetails {
  const isHostile = image.tags.length === 0;
  const layers = steps
    .filter(([, share]) => share > 0)
    .map((_, index) => `sha256:${String(index + 3).repeat(64)}`);
  let next = 0;
  return {
    ...image,
    taggedAt: image.createdAt + 86_400_000,
    platform: 'linux/amd64',
    author: isHostile ? '<img src=x onerror=alert(1)>' : '',
    comment: isHostile
      ? 'gpj.\u202etxt \u001b[31mred\u001b]8;;https://example.org\u0007link'
      : 'buildkit.dockerfile.v0',
    entrypoint: ['/docker-entrypoint.sh'],
    command: ['nginx', '-g', 'daemon off;'],
    workingFolder: '/',
    user: '',
    stopSignal: 'SIGQUIT',
    healthCheck: [],
    environment: [
      'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      'NGINX_VERSION=1.29.3',
      'DEBUG=',
    ],
    ports: ['443/tcp', '80/tcp'],
    volumes: isHostile ? ['/<b>data</b>', `/${'deep/'.repeat(60)}`] : [],
    labels: {
      maintainer: 'NGINX Docker Maintainers <docker-maint@nginx.com>',
      ...(isHostile
        ? { '"><script>alert(1)</script>': 'a'.repeat(3_000), '\u2066name\u2069': '\u0000' }
        : {}),
    },
    history: steps.map(([createdBy, share]) => ({
      createdBy: isHostile ? `<script>alert(1)</script> ${createdBy}` : createdBy,
      comment: '',
      createdAt: image.createdAt,
      size: Math.round(image.size * share),
      layer: share > 0 ? (layers[next++] ?? null) : null,
    })),
    layers,
  };
}

const packages: readonly (readonly [name: string, version: string, source?: string, licence?: string])[] = [
  ['adduser', '3.152'],
  ['apt', '3.0.3'],
  ['bash', '5.2.37-2+b5'],
  ['ca-certificates', '20250419'],
  ['libc6', '2.41-12', 'glibc'],
  ['libgcc-s1', '14.2.0-19', 'gcc-14'],
  ['libssl3t64', '3.5.1-1', 'openssl'],
  ['musl', '1.2.5-r10', '', 'MIT'],
  ['nginx', '1.29.3-1~trixie'],
  ['zlib1g', '1:1.3.dfsg+really1.3.1-1+b1', 'zlib'],
  ['<b>pack\u202eage</b>', '0~\u001b[31m1', 'evil', 'see <script>alert(1)</script>'],
];

/** The page of an image, over recorded data. */
export function fixtureImage(
  list: () => Promise<readonly Image[]>,
  act: (doing: string) => Promise<void>,
): Handlers<FixtureRequests> {
  return {
    'images.details': async ({ id }) => {
      const image = (await list()).find((item) => item.id === id);
      if (image !== undefined) return detailsOf(image);
      throw new SlipwayError({
        code: 'not-found',
        message: `Could not read the image: No such image: ${id}`,
        hint: 'It was removed meanwhile: look at the list again.',
      });
    },
    'images.packages': async ({ id }) => {
      const [tag = ''] = (await list()).find((item) => item.id === id)?.tags ?? [];
      if (/^grafana/.test(tag))
        return { distribution: null, packages: [], read: [], unread: ['/var/lib/rpm'] };
      if (/^slipway/.test(tag)) return { distribution: null, packages: [], read: [], unread: [] };
      return {
        distribution: { id: 'debian', version: '13', title: 'Debian GNU/Linux 13 (trixie)' },
        packages: packages.map(([name, version, source = '', licence = '']) => ({
          ...{ kind: licence === '' ? ('deb' as const) : ('apk' as const), name, version },
          ...{ architecture: 'amd64', licence, source },
        })),
        read: ['/var/lib/dpkg/status'],
        unread: [],
      };
    },
    'images.plan': async ({ unusedForDays, mostBytes }) => {
      await act('look at which images would go');
      const images = await list();
      const remove = images.slice(0, mostBytes === null ? 4 : 7).map((image, index) => ({
        ...{ id: image.id, tags: image.tags, bytes: Math.round(image.size * 0.6), cameAt: image.createdAt },
        reason: index < 4 ? ('use' as const) : ('size' as const),
        usedAt: index % 2 === 0 ? image.createdAt + 86_400_000 : null,
      }));
      return {
        ...{ remove: unusedForDays === null && mostBytes === null ? [] : remove, bytes: 4_812_000_000 },
        freesBytes: remove.reduce((sum, { bytes }) => sum + bytes, 0),
        ...{ count: images.length, kept: 5, watchedSince: Date.now() - 12 * 86_400_000 },
      };
    },
    'images.exportPackages': async () => '/home/maria/Downloads/nginx-1.29.spdx.json',
    'images.search': async ({ term }) => {
      await act(`search for ${term}`);
      return [
        { name: 'nginx', description: 'Official build of Nginx.', isOfficial: true, stars: 20_990 },
        {
          name: 'nginx/nginx-ingress',
          description: 'NGINX and NGINX Plus Ingress Controllers for Kubernetes',
          isOfficial: false,
          stars: 116,
        },
        {
          name: 'bad\u202egnp/nginx',
          description: `<b onmouseover=alert(1)>Free</b> ${'very '.repeat(60)}long`,
          isOfficial: false,
          stars: 0,
        },
      ];
    },
    'images.check': async ({ name }) => {
      if (/^shop/.test(name)) await act(`look for a newer ${name}`);
      if (/^prom/.test(name))
        throw new SlipwayError({
          code: 'engine-request-failed',
          message: `Could not look for a newer ${name}: Docker Hub cannot be found in the network.`,
          hint: 'Check the network and the registry’s name, or load the image from a file.',
        });
      return { kind: /^(nginx|postgres)/.test(name) ? 'newer' : 'current' };
    },
    'images.tag': ({ name }) => act(`give the image the name ${name}`),
  };
}

const layerFiles: readonly (readonly [path: string, size: number, more?: Partial<LayerFile>])[] = [
  ['/etc/nginx', 0, { kind: 'folder' }],
  ['/etc/nginx/nginx.conf', 648, { mode: 0o644 }],
  ['/etc/passwd', 1_112, { mode: 0o644, change: 'changed' }],
  ['/etc/nginx/modules', 0, { kind: 'link', mode: 0o777, target: '/usr/lib/nginx/modules' }],
  ['/usr/sbin/nginx', 1_493_864],
  ['/usr/sbin/nginx-debug', 1_638_112],
  ['/usr/lib/nginx/modules/ngx_http_js_module.so', 4_912_280, { mode: 0o644 }],
  ['/var/cache/nginx', 0, { kind: 'folder', user: 101, group: 101, mode: 0o700 }],
  ['/var/log/nginx/access.log', 0, { kind: 'link', mode: 0o777, target: '/dev/stdout' }],
  ['/var/lib/apt/lists/*', 0, { kind: 'gone', change: 'removed' }],
  ['/tmp/<b>name\u202egpj</b>', 17, { mode: 0o1666 }],
];

/** The files of any layer, over recorded data; while what is done hangs, they are still being read. */
export function fixtureLayers(act: (doing: string) => Promise<void>): Sources<typeof imageLayerStreams> {
  return {
    async *'images.layerFiles'() {
      yield { kind: 'reading', bytes: 46_137_344 };
      await act('read the layers of the image');
      yield {
        kind: 'files',
        files: layerFiles.map(([path, size, more]) => ({
          ...{ path, size, kind: 'file', change: 'added', mode: 0o755, user: 0, group: 0, target: '' },
          ...more,
        })),
      };
    },
  };
}
