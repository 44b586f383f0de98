import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type HomePaths, homePaths } from '../../home/paths.ts';
import { prepareHome } from '../../home/prepare-home.ts';
import { loadAuthority } from '../authority.ts';
import { changeTrust } from './change-trust.ts';
import { findTrustStores } from './trust-stores.ts';

let userHome: string;
let paths: HomePaths;
let ran: string[];

beforeEach(async () => {
  userHome = await mkdtemp(join(tmpdir(), 'trust-'));
  paths = homePaths(join(userHome, '.slipway'));
  ran = [];
  await prepareHome(paths);
});
afterEach(() => rm(userHome, { recursive: true, force: true }));

const run = async (command: readonly string[]) => {
  ran.push(command.join(' '));
  return undefined;
};

/** A computer with these programs and nothing else; its system's own folder for authorities is this machine's. */
async function computer(platform: NodeJS.Platform, isRoot: boolean, ...programs: readonly string[]) {
  const path = join(userHome, 'bin');
  await mkdir(path, { recursive: true });
  for (const program of programs) await writeFile(join(path, program), '');
  return { platform, userHome, path, isRoot };
}

async function makeStore(...folder: readonly string[]): Promise<string> {
  const path = join(userHome, ...folder);
  await mkdir(path, { recursive: true });
  await writeFile(join(path, 'cert9.db'), '');
  return path;
}

it('has the keychain of macOS and the store of Windows take it in and let it go', async () => {
  const mac = await computer('darwin', false);
  expect((await changeTrust(paths, 'add', run, mac)).stores).toMatchObject([{ kind: 'done' }]);
  await changeTrust(paths, 'remove', run, mac);
  const windows = await computer('win32', false);
  await changeTrust(paths, 'add', run, windows);
  await changeTrust(paths, 'remove', run, windows);
  const { certificate } = await loadAuthority(paths, Date.now());
  const keychain = join(userHome, 'Library/Keychains/login.keychain-db');
  expect(ran).toEqual([
    `security add-trusted-cert -r trustRoot -p ssl -k ${keychain} ${paths.authorityCertificate}`,
    `security remove-trusted-cert ${paths.authorityCertificate}`,
    `security delete-certificate -Z ${certificate.fingerprint.replaceAll(':', '')} ${keychain}`,
    `certutil -user -addstore Root ${paths.authorityCertificate}`,
    `certutil -user -delstore Root ${certificate.serialNumber}`,
  ]);
});

it('has the browsers of Linux take it in, each profile, as their user', async () => {
  const chrome = await makeStore('.pki', 'nssdb');
  const firefox = await makeStore('.mozilla', 'firefox', 'x.default');
  await mkdir(join(userHome, '.mozilla/firefox/Crash Reports'), { recursive: true });
  const { stores } = await changeTrust(paths, 'add', run, await computer('linux', false, 'certutil'));
  expect(stores.filter(({ kind }) => kind === 'done').map(({ title }) => title)).toEqual([
    'Chrome and Chromium',
    'Firefox',
  ]);
  expect(ran).toEqual(
    [chrome, firefox].map(
      (folder) =>
        `certutil -d sql:${folder} -A -t C,, -n ${ran[0]?.match(/-n (.*) -i/)?.[1]} -i ${paths.authorityCertificate}`,
    ),
  );
  expect(ran[0]).toMatch(/-n Slipway containers \([0-9a-f]{8}\) -i/);
});

it('says what to run where a program is missing', async () => {
  await makeStore('.pki', 'nssdb');
  const { stores } = await changeTrust(paths, 'add', run, await computer('linux', false));
  expect(stores.find(({ title }) => title === 'Chrome and Chromium')).toMatchObject({
    kind: 'by-hand',
    hint: expect.stringContaining('libnss3-tools'),
    commands: [
      expect.stringMatching(/^certutil -d sql:\S+ -A -t C,, -n 'Slipway containers \([0-9a-f]{8}\)' /),
    ],
  });
  expect(ran).toEqual([]);
});

it('leaves to an administrator what only one may do', async () => {
  const debian = await access('/usr/local/share/ca-certificates').then(
    () => true,
    () => false,
  );
  const user = await computer('linux', false, 'update-ca-certificates');
  const found = await findTrustStores(user, {
    ...{ title: 'T', fileName: 'slipway-containers.crt', certificate: '/h/authority.crt' },
    ...{ sha1: undefined, serial: undefined },
  });
  // Elsewhere than on Debian's kin there is another folder, or none.
  if (!debian) return expect(found.every(({ needsRoot }) => needsRoot)).toBe(true);
  expect(found).toMatchObject([
    {
      needsRoot: true,
      add: [
        [
          ...['install', '-m', '0644', '/h/authority.crt'],
          '/usr/local/share/ca-certificates/slipway-containers.crt',
        ],
        ['update-ca-certificates'],
      ],
      remove: [
        ['rm', '-f', '/usr/local/share/ca-certificates/slipway-containers.crt'],
        ['update-ca-certificates', '--fresh'],
      ],
    },
  ]);
  const { stores } = await changeTrust(paths, 'add', run, user);
  expect(ran).toEqual([]);
  expect(stores).toMatchObject([
    { kind: 'by-hand', commands: [expect.stringMatching(/^sudo install /), 'sudo update-ca-certificates'] },
  ]);
  await changeTrust(paths, 'add', run, { ...user, isRoot: true });
  expect(ran).toHaveLength(2);
});

it('tells what was refused, and what was not there', async () => {
  await makeStore('.pki', 'nssdb');
  const linux = await computer('linux', false, 'certutil');
  const words = { add: 'certutil: bad database', remove: 'certutil: could not find certificate named "x"' };
  for (const verb of ['add', 'remove'] as const) {
    const { stores } = await changeTrust(paths, verb, async () => words[verb], linux);
    expect(stores.find(({ title }) => title === 'Chrome and Chromium')?.kind).toBe(
      verb === 'add' ? 'failed' : 'none',
    );
  }
});

it('makes none in order to remove it, and says so where there is no store', async () => {
  const nothing = { ...(await computer('freebsd', false)), path: '' };
  await expect(changeTrust(paths, 'remove', run, nothing)).rejects.toMatchObject({ code: 'not-found' });
  await expect(access(paths.authorityKey)).rejects.toThrow();
});
