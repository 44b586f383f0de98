import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { homePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import { type HomeKeys, loadKeys } from './keys.ts';
import { writeSeed } from './seed.ts';

let folder: string;
let path: string;
let keys: HomeKeys;
const nodeAddress = '198.18.73.1';
const portsAddress = '127.0.0.1';
const mirrors = ['https://mirror.example.com', 'http://127.0.0.1:5000'];
const hostAccess = ['5432,3000-3010', '10.0.2.3', '-'];
const always =
  'SLIPWAY_HOSTNAME=slipway\nSLIPWAY_PORTS_ADDRESS=127.0.0.1\nSLIPWAY_HOST_ACCESS=5432,3000-3010 10.0.2.3 -\nSLIPWAY_MIRRORS=https://mirror.example.com,http://127.0.0.1:5000\nSLIPWAY_NODE_ADDRESS=198.18.73.1\n';
const network = { proxies: { http: '', https: '', noProxy: [] }, certificates: '', marks: 'p c' };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seed-'));
  const paths = homePaths(folder);
  await prepareHome(paths);
  path = paths.seed;
  keys = await loadKeys(paths);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function entries(): Promise<
  Map<string, { readonly mode: number | undefined; readonly content: Buffer }>
> {
  const found = new Map<string, { readonly mode: number | undefined; readonly content: Buffer }>();
  const archive = Readable.from([await readFile(path)]).pipe(extract());
  for await (const entry of archive)
    found.set(entry.header.name, { mode: entry.header.mode, content: await buffer(entry) });
  return found;
}

it('holds who may log in, the guest’s own key and what this start is about', async () => {
  await writeSeed(path, {
    keys,
    hostname: 'slipway',
    nodeAddress,
    portsAddress,
    hostAccess,
    mirrors,
    network,
    shares: [
      { path: '/home/ü x ', readOnly: false },
      { path: '/srv', readOnly: true },
    ],
    ...{ formatData: true, dataIsZero: true },
    growData: false,
  });
  const found = await entries();
  expect([...found.keys()]).toEqual([
    ...['authorized_keys', 'dropbear_ed25519_host_key', 'guest.env', 'shares'],
    ...['proxies', 'certificates.pem', 'network-marks'],
  ]);
  expect(found.get('authorized_keys')?.content.toString()).toBe(`${keys.client.authorizedLine}\n`);
  expect(found.get('dropbear_ed25519_host_key')?.content).toEqual(keys.guest.dropbear);
  expect(found.get('guest.env')?.content.toString()).toBe(
    `${always}SLIPWAY_FORMAT_DATA=1\nSLIPWAY_DATA_IS_ZERO=1\n`,
  );
  expect(found.get('shares')?.content.toString()).toBe('rw\n/home/ü x \nro\n/srv\n');
  for (const { mode } of found.values()) expect(mode).toBe(0o600);
});

it('holds by what dockerd is to go out, and whom it is to trust', async () => {
  const proxies = { http: 'http://a:b@proxy:3128', https: '', noProxy: ['*.corp.example', '10.0.0.0/8'] };
  const seed = { keys, hostname: 'slipway', nodeAddress, portsAddress, hostAccess, mirrors, shares: [] };
  const data = { formatData: false, growData: false };
  await writeSeed(path, { ...seed, ...data, network: { proxies, certificates: 'PEM\n', marks: 'p c' } });
  const found = await entries();
  const text = (name: string) => found.get(name)?.content.toString();
  expect(text('proxies')).toBe(
    '{"http-proxy":"http://a:b@proxy:3128","no-proxy":"*.corp.example,10.0.0.0/8"}\n',
  );
  expect(text('certificates.pem')).toBe('PEM\n');
  expect(text('network-marks')).toBe('p c\n');
  await writeSeed(path, { ...seed, ...data, network });
  expect((await entries()).get('proxies')?.content).toHaveLength(0);
});

it('does not tell the guest to format a disk that may hold data', async () => {
  await writeSeed(path, {
    keys,
    hostname: 'slipway',
    nodeAddress,
    portsAddress,
    hostAccess,
    mirrors,
    network,
    shares: [],
    formatData: true,
    growData: false,
  });
  await writeSeed(path, {
    keys,
    hostname: 'slipway',
    nodeAddress,
    portsAddress,
    hostAccess,
    mirrors,
    network,
    shares: [],
    formatData: false,
    growData: false,
  });
  expect((await entries()).get('guest.env')?.content.toString()).toBe(always);
});

it('tells the guest of a disk that was made larger', async () => {
  await writeSeed(path, {
    keys,
    hostname: 'slipway',
    nodeAddress,
    portsAddress,
    hostAccess,
    mirrors,
    network,
    shares: [],
    formatData: false,
    growData: true,
  });
  expect((await entries()).get('guest.env')?.content.toString()).toBe(`${always}SLIPWAY_GROW_DATA=1\n`);
});

it('is a disk of the same size whatever is on it, for the owner alone, without the home’s private key', async () => {
  await writeSeed(path, {
    keys,
    hostname: 'slipway',
    nodeAddress,
    portsAddress,
    hostAccess,
    mirrors,
    network,
    shares: [],
    formatData: false,
    growData: false,
  });
  const { size, mode } = await stat(path);
  expect(size).toBe(2 * 1_048_576);
  expect(mode & 0o777).toBe(0o600);
  expect((await readFile(path)).includes('PRIVATE KEY')).toBe(false);
});

it('refuses what does not fit: a guest would read a part of it', async () => {
  const shares = Array.from({ length: 10_000 }, (_, number) => ({
    path: `/srv/${'x'.repeat(200)}/${number}`,
    readOnly: false,
  }));
  const content = {
    keys,
    hostname: 'slipway',
    nodeAddress,
    portsAddress,
    hostAccess,
    mirrors,
    network,
    shares,
  };
  await expect(writeSeed(path, { ...content, formatData: false, growData: false })).rejects.toMatchObject({
    code: 'settings-invalid',
    hint: expect.stringContaining('share list'),
  });
});
