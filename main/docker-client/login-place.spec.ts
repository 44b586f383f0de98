import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { KeychainFault } from './check-keychain.ts';
import { findLoginPlace, type LoginSurroundings } from './login-place.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'login-place-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const checkKeychain = vi.fn(async (): Promise<KeychainFault | undefined> => undefined);
afterEach(() => checkKeychain.mockClear());

const install = (name: string) => writeFile(join(folder, name), '#!/bin/sh\n', { mode: 0o700 });
const find = (given: Partial<LoginSurroundings>) =>
  findLoginPlace({ config: {}, path: folder, platform: 'linux', isBundled: true, checkKeychain, ...given });

it('is the keychain where that works', async () => {
  expect(await find({})).toEqual({ kind: 'keychain' });
  expect(await find({ config: { auths: { 'r.test': {} }, credHelpers: {} } })).toEqual({ kind: 'keychain' });
});

it('is the configuration where the keychain does not work, for the reason that it has', async () => {
  const fault = { why: 'it is locked', hint: 'Unlock it.' };
  checkKeychain.mockResolvedValueOnce(fault);
  expect(await find({})).toEqual({ kind: 'file', ...fault });
});

it.each([
  { credsStore: 'pass' },
  { credsStore: 'secretservice' },
  { credsStore: '' },
  { credHelpers: { 'r.test': 'cloud' } },
])('is where %j says, and the keychain is not asked', async (config) => {
  expect(await find({ config })).toEqual({ kind: 'chosen' });
  expect(checkKeychain).not.toHaveBeenCalled();
});

it.each([{ auth: 'YW5uOmxvdy10aWRl' }, { identitytoken: 'tok' }])(
  'is beside a login that the configuration holds already: %j',
  async (entry) => {
    const config = { auths: { 'r.test': {}, 's.test': entry } };
    expect(await find({ config })).toMatchObject({
      ...{ kind: 'file', why: expect.stringContaining('log-ins already') },
      hint: expect.stringContaining('slipway docker logout'),
    });
    expect(checkKeychain).not.toHaveBeenCalled();
  },
);

it('is the helper that docker finds on PATH by itself', async () => {
  await install('docker-credential-secretservice');
  expect(await find({})).toEqual({ kind: 'chosen' });
  expect(await find({ platform: 'darwin', isBundled: false })).toMatchObject({ kind: 'file' });
});

it('is the keychain where there is `pass` without its helper, which docker alone would want', async () => {
  await install('pass');
  expect(await find({})).toEqual({ kind: 'keychain' });
  await install('docker-credential-pass');
  expect(await find({})).toEqual({ kind: 'chosen' });
});

it.each([
  ['darwin', 'docker-credential-osxkeychain'],
  ['win32', 'docker-credential-wincred.exe'],
] as const)('names the helper that is not on PATH on %s', async (platform, helper) => {
  expect(await find({ platform, isBundled: false })).toMatchObject({
    ...{ kind: 'file', why: `there is no ${helper} on PATH` },
  });
  await install(helper);
  expect(await find({ platform, isBundled: false })).toEqual({ kind: 'chosen' });
});
