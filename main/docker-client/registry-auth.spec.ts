import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installHelper } from './fakes/fake-helper.ts';
import { registryAuth, registryKey } from './registry-auth.ts';

const never = new AbortController().signal;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docker-config-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const configure = (config: unknown) => writeFile(join(folder, 'config.json'), JSON.stringify(config));
const base64 = (text: string) => Buffer.from(text).toString('base64');

async function shown(image: string, environment?: NodeJS.ProcessEnv): Promise<unknown> {
  const header = await registryAuth(folder, image, never, environment);
  return header === undefined ? undefined : JSON.parse(Buffer.from(header, 'base64url').toString());
}

/** It reads the registry and answers on its standard output, as docker's own do. */
const install = (name: string, script: string) => installHelper(folder, name, script);

test('has nothing to show without a configuration, or with one that is none', async () => {
  expect(await shown('nginx')).toBeUndefined();
  await writeFile(join(folder, 'config.json'), 'auths');
  expect(await shown('nginx')).toBeUndefined();
  await configure({ auths: 'no' });
  expect(await shown('nginx')).toBeUndefined();
});

test('shows the log-in at the registry of the image, and no other', async () => {
  await configure({
    auths: {
      'registry.example.org:5000': { auth: base64('ann:se:cret') },
      'https://index.docker.io/v1/': { auth: base64('maria:hub') },
    },
  });
  expect(await shown('registry.example.org:5000/shop/web:2')).toEqual({
    username: 'ann',
    password: 'se:cret',
    serveraddress: 'registry.example.org:5000',
  });
  expect(await shown('shop/web')).toMatchObject({ username: 'maria', password: 'hub' });
  expect(await shown('other.example.org/web')).toBeUndefined();
});

test('knows the addresses that older clients wrote', async () => {
  await configure({ auths: { 'https://registry.example.org/v1/': { auth: base64('ann:secret') } } });
  expect(await shown('registry.example.org/web')).toMatchObject({ username: 'ann' });
});

test('pads what it shows, since the engine takes nothing else', async () => {
  await configure({ auths: { 'registry.example.org': { auth: base64('ann:\u00ff\u00fe?~') } } });
  const header = (await registryAuth(folder, 'registry.example.org/web', never)) ?? '';
  expect(header.length % 4).toBe(0);
  expect(header).toMatch(/^[\w-]+=*$/);
});

test('shows a token where one is kept', async () => {
  await configure({ auths: { 'registry.example.org': { auth: base64('ann:'), identitytoken: 'tok' } } });
  expect(await shown('registry.example.org/web')).toEqual({
    identitytoken: 'tok',
    serveraddress: 'registry.example.org',
  });
});

test('asks the helper that the configuration names', async () => {
  await configure({ auths: { 'registry.example.org': {} }, credsStore: 'keys' });
  const environment = await install('keys', `echo '{"Username":"'$input'","Secret":"kept"}'`);
  expect(await shown('registry.example.org/web', environment)).toEqual({
    username: 'registry.example.org',
    password: 'kept',
    serveraddress: 'registry.example.org',
  });
});

test('prefers the helper of one registry, and knows a token by its user', async () => {
  await configure({ credsStore: 'missing', credHelpers: { 'registry.example.org': 'cloud' } });
  const environment = await install('cloud', `echo '{"Username":"<token>","Secret":"tok"}'`);
  expect(await shown('registry.example.org/web', environment)).toMatchObject({ identitytoken: 'tok' });
});

test('has nothing to show when the helper has nothing', async () => {
  await configure({ credsStore: 'keys' });
  const environment = await install('keys', 'echo "credentials not found in native keychain"; exit 1');
  expect(await shown('nginx', environment)).toBeUndefined();
});

test.each([
  ['keys', 'exit 3', 'docker-credential-keys has failed'],
  ['keys', 'echo secret-that-is-no-json', 'docker-credential-keys gave no log-in'],
  ['other', '', 'docker-credential-keys is not installed'],
])('says what is wrong with a helper (%s, %s), and not what it printed', async (name, script, message) => {
  await configure({ credsStore: 'keys' });
  const environment = await install(name, script);
  const error = await registryAuth(folder, 'nginx', never, environment).catch((caught: Error) => caught);
  expect(error).toMatchObject({ code: 'client-missing', message: expect.stringContaining(message) });
  expect(JSON.stringify(error)).not.toContain('secret-that');
});

test('runs nothing that a name of a helper could lead to', async () => {
  await configure({ credsStore: '../../tmp/evil' });
  await expect(registryAuth(folder, 'nginx', never)).rejects.toThrow('is not a name of a helper');
});

test('keeps the log-in at Docker Hub under docker’s own name', () => {
  expect(registryKey('nginx')).toBe('https://index.docker.io/v1/');
});
