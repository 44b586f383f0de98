import type {
  CarriedPiece,
  FileEntry,
  treeRequests,
  treeStreams,
} from '../../main/contract/engine/file-trees.ts';
import type { volumeStreams } from '../../main/contract/engine/volumes.ts';
import { SlipwayError } from '../../main/contract/errors.ts';
import type { Handlers } from '../../main/contract/requests.ts';
import type { Sources } from '../../main/contract/streams.ts';

const now = Date.now();

type Row = readonly [name: string, size: number, more?: Partial<FileEntry>];

const entry = ([name, size, more = {}]: Row, index: number): FileEntry => ({
  name,
  kind: 'file',
  size,
  mode: 0o644,
  uid: 0,
  gid: 0,
  user: 'root',
  group: 'root',
  modifiedAt: now - (index + 1) * 3_700_000 * (index + 1),
  target: null,
  mount: null,
  ...more,
});

const folder = { kind: 'folder', mode: 0o755 } as const;
const own = { uid: 101, gid: 101, user: 'nginx', group: 'nginx' } as const;

const top: readonly Row[] = [
  ...['bin', 'boot', 'dev', 'docker-entrypoint.d'].map((name): Row => [name, 4096, folder]),
  ['docker-entrypoint.sh', 1620, { mode: 0o755 }],
  ['etc', 4096, folder],
  ['home', 4096, folder],
  ['lib', 7, { kind: 'link', mode: 0o777, target: 'usr/lib' }],
  ['lib64', 9, { kind: 'link', mode: 0o777, target: 'usr/lib64' }],
  ...['mnt', 'opt', 'proc', 'root', 'run', 'srv', 'sys'].map((name): Row => [name, 4096, folder]),
  ['tmp', 4096, { ...folder, mode: 0o1777 }],
  ['usr', 4096, folder],
  ['var', 4096, folder],
];

const nginx: readonly Row[] = [
  ['conf.d', 4096, folder],
  ['fastcgi_params', 1007],
  ['mime.types', 5349],
  ['modules', 22, { kind: 'link', mode: 0o777, target: '/usr/lib/nginx/modules' }],
  ['nginx.conf', 648],
  ['scgi_params', 636],
  ['uwsgi_params', 664],
];

const confd: readonly Row[] = [
  ['default.conf', 1114],
  ['site.conf', 402, { ...own }],
];

const share: readonly Row[] = [
  ['50x.html', 497],
  [
    'html',
    4096,
    { ...folder, ...own, mount: { kind: 'bind', source: '/home/maria/shop/site', readOnly: true } },
  ],
];

const hostile: readonly Row[] = [
  ['<img src=x onerror=alert(1)>', 12],
  ['invoice\u202egpj.exe', 120_000],
  ['two\nlines', 1],
  ['latin\udcfc\udcdf', 4_100],
  ['\u001b[31mred\u001b[0m', 0],
  ['-rf', 0],
  [`${'long-'.repeat(50)}name`, 7],
  ['zero\u200bwidth', 1],
  ['pipe', 0, { kind: 'pipe' }],
  ['sda', 0, { kind: 'block-device', mode: 0o660, group: 'disk', gid: 6 }],
  ['docker.sock', 0, { kind: 'socket', mode: 0o660 }],
  ['out', 20, { kind: 'link', mode: 0o777, target: '../../../../etc/shadow\u202e' }],
  ['setuid', 1, { mode: 0o4755, uid: 4_294_967_294, gid: 1000, user: '', group: '' }],
];

const places: Readonly<Record<string, readonly Row[]>> = {
  '/': top,
  '/etc/nginx': nginx,
  '/etc/nginx/conf.d': confd,
  '/usr/share/nginx': share,
  '/srv/empty': [],
  '/srv/hostile': hostile,
  '/srv/many': Array.from(
    { length: 10_000 },
    (_, index): Row => [`part-${String(index).padStart(5, '0')}.json`, index * 37],
  ),
};

const volumePlaces: Readonly<Record<string, readonly Row[]>> = {
  '/': [
    ['base', 4096, { ...folder, mode: 0o700, uid: 999, gid: 999, user: '', group: '' }],
    ['global', 4096, { ...folder, mode: 0o700, uid: 999, gid: 999, user: '', group: '' }],
    ['pg_wal', 4096, { ...folder, mode: 0o700, uid: 999, gid: 999, user: '', group: '' }],
    ['PG_VERSION', 3, { mode: 0o600, uid: 999, gid: 999, user: '', group: '' }],
    ['pg_hba.conf', 5_743, { mode: 0o600, uid: 999, gid: 999, user: '', group: '' }],
    ['postgresql.conf', 30_927, { mode: 0o600, uid: 999, gid: 999, user: '', group: '' }],
  ],
};

const configuration = `# Nginx in front of the shop.
server {
    listen       80;
    server_name  localhost;

    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }

    # The shop itself; its name is that of its service.
    location /api/ {
        proxy_pass         http://api:3000/;
        proxy_set_header   Host $host;
        proxy_read_timeout 30s;
    }

    error_page   500 502 503 504  /50x.html;
    location = /50x.html {
        root   /usr/share/nginx/html;
    }
}
`;

interface FixtureOptions {
  readonly ready: (what: string) => Promise<void>;
  readonly act: (doing: string) => Promise<void>;
}

const none = (path: string, owner: string): SlipwayError =>
  new SlipwayError({
    code: 'not-found',
    message: `There is no ${path} in ${owner}.`,
    hint: 'Check the path; it may have been removed meanwhile.',
  });

/** The files of every container and volume, over recorded data. */
export function fixtureFiles({ ready, act }: FixtureOptions): Handlers<typeof treeRequests> {
  return {
    async 'tree.open'({ source, path }) {
      await ready(`files of ${path}`);
      const known = source.kind === 'volume' ? volumePlaces : places;
      const here = path.length > 1 ? path.replace(/\/+$/, '') : path;
      const rows = known[here];
      if (rows !== undefined) {
        return {
          kind: 'folder',
          path: here,
          entries: rows.map(entry),
          isCut: false,
          mount: null,
          canTransfer: true,
        };
      }
      const at = here.lastIndexOf('/');
      const parent = at <= 0 ? '/' : here.slice(0, at);
      const found = known[parent]?.map(entry).find(({ name }) => name === here.slice(at + 1));
      if (found === undefined)
        throw none(here, source.kind === 'volume' ? `the volume ${source.name}` : 'the container shop-web-1');
      return { kind: 'entry', path: here, folder: parent, entry: found };
    },
    async 'tree.read'({ path }) {
      await ready(`file ${path}`);
      const isText = /\.(conf|json|sh|html)$|_params$|types$|PG_VERSION$/.test(path);
      const isLong = path.endsWith('mime.types');
      return {
        kind: isText ? 'text' : 'binary',
        text: isText ? configuration : '',
        size: isLong ? 48_000_000 : 1_114,
        isCut: isLong,
        version: '1',
      };
    },
    async 'tree.write'({ path }) {
      if (path.endsWith('site.conf')) return { kind: 'changed' };
      await act(`write ${path}`);
      return { kind: 'written', version: '2' };
    },
    'tree.makeFolder': ({ name }) => act(`make the folder ${name}`),
    'tree.rename': ({ name }) => act(`rename ${name}`),
    'tree.remove': ({ names }) => act(`delete ${names.join(', ')}`),
  };
}

/** What carries files: a third of the way when actions hang, and all of it otherwise. */
export function fixtureCarriers(
  act: (doing: string) => Promise<void>,
): Sources<typeof treeStreams & typeof volumeStreams> {
  async function* carry(total: number | null): AsyncGenerator<CarriedPiece> {
    yield { kind: 'progress', bytes: 41_000_000, total, files: 12 };
    await act('read the archive');
    yield { kind: 'done', bytes: 124_000_000, files: 37 };
  }
  return {
    async *'tree.upload'({ replace }) {
      if (!replace) {
        yield { kind: 'taken', names: ['default.conf'] };
        return;
      }
      yield* carry(124_000_000);
    },
    'tree.download': () => carry(null),
    'volumes.backUp': () => carry(null),
    'volumes.restore': () => carry(124_000_000),
    'volumes.clone': () => carry(null),
  };
}
