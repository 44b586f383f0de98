import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { never } from '../util/wait.ts';
import { checkKeychain, keychainFault } from './check-keychain.ts';
import { callHelper } from './credential-helper.ts';
import { installHelper, workingKeychain } from './fakes/fake-helper.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keychain-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const helper = (script: string) => installHelper(folder, 'secretservice', script);
const check = async (script: string) => checkKeychain(await helper(script), never);

it('finds nothing wrong with a keychain that keeps a login, and leaves none in it', async () => {
  expect(await check(workingKeychain)).toBeUndefined();
  expect(await readdir(folder)).toEqual(['docker-credential-secretservice']);
});

it('does not call a helper where there is no D-Bus, which would start one', async () => {
  const environment = { ...(await helper('touch "$0.called"')), DBUS_SESSION_BUS_ADDRESS: undefined };
  for (const XDG_RUNTIME_DIR of [undefined, folder])
    expect(await checkKeychain({ ...environment, XDG_RUNTIME_DIR }, never)).toMatchObject({
      why: expect.stringContaining('no D-Bus'),
    });
  expect(await readdir(folder)).toEqual(['docker-credential-secretservice']);
});

it('finds the D-Bus of the user’s session at its usual place', async () => {
  const environment = { ...(await helper(workingKeychain)), DBUS_SESSION_BUS_ADDRESS: undefined };
  await writeFile(join(folder, 'bus'), '');
  expect(await keychainFault({ ...environment, XDG_RUNTIME_DIR: folder }, never)).toBeUndefined();
});

it.each([
  ['echo "The name is not\nprovided."; exit 1', 'it says: The name is not\nprovided'],
  ['exit 1', 'its helper has failed'],
  [
    'echo "GDBus.Error:org.freedesktop.DBus.Error.ServiceUnknown: The name org.freedesktop.secrets was not provided"; exit 1',
    'there is none in this session',
  ],
  ['echo "GDBus.Error:org.freedesktop.Secret.Error.IsLocked: Locked."; exit 1', 'it says: Locked'],
  [
    'echo "docker: error while loading shared libraries: libsecret-1.so.0: cannot open" >&2; exit 127',
    'the library libsecret-1.so.0 is not installed',
  ],
  [`[ $1 = store ] && { echo 'It is locked.'; exit 1; }; ${workingKeychain}`, 'it says: It is locked'],
  [
    `[ $1 = get ] && { echo '{"Secret":"other"}'; exit; }; ${workingKeychain}`,
    'it does not give back what is put into it',
  ],
  [`[ $1 = erase ] && { echo 'Not so.'; exit 1; }; ${workingKeychain}`, 'it says: Not so'],
])('says why a keychain cannot be used (%s)', async (script, why) => {
  expect(await check(script)).toMatchObject({ why });
});

it('takes back what it has put into one that does not give it back', async () => {
  await check(`[ $1 = get ] && exit 1; ${workingKeychain}`);
  expect(await readdir(folder)).toEqual(['docker-credential-secretservice']);
});

it('names a helper that is not there', async () => {
  const environment = { PATH: folder, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' };
  expect(await checkKeychain(environment, never)).toMatchObject({
    why: 'docker-credential-secretservice is not installed',
  });
});

it('repeats no more of what a helper says than a few lines', async () => {
  const fault = await check(`head -c 100000 /dev/zero | tr '\\0' x; exit 1`);
  expect(fault?.why.length).toBeLessThan(400);
});

it('ends a helper that does not come to an end', async () => {
  const environment = await helper('exec sleep 600');
  const call = { helper: 'secretservice', action: 'list', input: '', environment, deadlineMs: 100 } as const;
  expect(await callHelper(call, never)).toEqual({ kind: 'late' });
});
