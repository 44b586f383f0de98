import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { installHelper, workingKeychain } from '../docker-client/fakes/fake-helper.ts';
import type { ProgramEnd } from '../docker-client/run-client.ts';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { runLogin, runLogout } from './docker-login.ts';

let paths: HomePaths;
let helpers: string;
let said: string;
let environment: NodeJS.ProcessEnv;

beforeEach(async () => {
  paths = homePaths(await mkdtemp(join(tmpdir(), 'docker-login-')));
  helpers = join(paths.home, 'credential-helpers');
  await mkdir(helpers);
  await mkdir(paths.dockerConfig);
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  const { DBUS_SESSION_BUS_ADDRESS } = await installHelper(helpers, 'secretservice', workingKeychain);
  environment = { PATH: '/usr/bin:/bin', DBUS_SESSION_BUS_ADDRESS };
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(paths.home, { recursive: true, force: true });
});

const file = () => join(paths.dockerConfig, 'config.json');
const configure = (config: object) => writeFile(file(), JSON.stringify(config));
const read = async () => JSON.parse(await readFile(file(), 'utf8')) as object;

const done: ProgramEnd = { kind: 'code', code: 0 };
const failed: ProgramEnd = { kind: 'code', code: 1 };
const client = () => ({ docker: '/app/docker', plugins: '/app/cli-plugins', helpers });
const logIn = (run: () => Promise<ProgramEnd>) =>
  runLogin(paths, client(), run, { env: environment, platform: 'linux' });
const logOut = () => runLogout(paths, client(), async () => done, { env: environment, platform: 'linux' });

/** What docker does without a helper. */
const keepInFile = async () => {
  await configure({ ...(await read().catch(() => ({}))), auths: { 'r.test': { auth: 'YW5uOmxvdy10aWRl' } } });
  return done;
};

it('has docker keep a login in the keychain from then on, and says so once', async () => {
  let before: object | undefined;
  const end = await logIn(async () => {
    before = await read();
    return done;
  });
  expect({ end, before, after: await read() }).toEqual({
    ...{ end: done, before: { credsStore: 'secretservice' }, after: { credsStore: 'secretservice' } },
  });
  expect(said).toBe('The log-in is kept in the keychain of this computer.\n');
  await logIn(async () => done);
  expect(said).toBe('The log-in is kept in the keychain of this computer.\n');
});

it('changes nothing by a login that fails, or cannot be tried', async () => {
  await configure({ detachKeys: 'ctrl-x' });
  expect(await logIn(async () => failed)).toEqual(failed);
  expect(await read()).toEqual({ detachKeys: 'ctrl-x' });
  await expect(logIn(() => Promise.reject(new Error('no docker')))).rejects.toThrow('no docker');
  expect(await read()).toEqual({ detachKeys: 'ctrl-x' });
  expect(said).toBe('');
});

it('says where a login is kept that the keychain does not take, why not, and what to try', async () => {
  environment = { PATH: '/usr/bin:/bin' };
  await logIn(keepInFile);
  expect(said).toMatch(
    /^The log-in is kept in .*config\.json and not in the keychain: this session has no D-Bus.*\.\n {2}try: .*\.\n$/,
  );
  expect(await read()).not.toHaveProperty('credsStore');
});

it('tells of no login in the file where docker has kept none there', async () => {
  environment = { PATH: '/usr/bin:/bin' };
  await logIn(async () => done);
  expect(said).toBe('');
});

it('leaves a choice of the user’s alone', async () => {
  await configure({ credsStore: 'pass' });
  await logIn(async () => done);
  expect(await read()).toEqual({ credsStore: 'pass' });
  expect(said).toBe('');
});

it('says what to do where the keychain is not there that log-ins were to be kept in', async () => {
  await configure({ credsStore: 'secretservice' });
  environment = { PATH: '/usr/bin:/bin' };
  expect(await logIn(async () => failed)).toEqual(failed);
  expect(said).toMatch(/which cannot be used: this session has no D-Bus.*\n {2}try: .*"credsStore"/);
  expect(await read()).toEqual({ credsStore: 'secretservice' });
});

it('does not blame a keychain that works for a login that fails', async () => {
  await configure({ credsStore: 'secretservice' });
  await logIn(async () => failed);
  expect(said).toBe('');
});

it('says of a logout that nothing was removed where the keychain is not there', async () => {
  await logOut();
  await configure({ credsStore: 'secretservice' });
  await logOut();
  expect(said).toBe('');
  environment = { PATH: '/usr/bin:/bin' };
  expect(await logOut()).toEqual(done);
  expect(said).toMatch(/^The log-in was not removed .*: this session has no D-Bus.*\n {2}try: /);
});
