// Logins in the keychain, by the bundled helper: a real registry, a real keychain, and the VM's own engine without a VM.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { homeRegistryAuth } from '../../main/docker-client/home-registry-auth.ts';
import { engineAt } from '../../main/engine/connection.ts';
import { pullImage } from '../../main/engine/transfers/registry-transfer.ts';
import { never } from '../../main/util/wait.ts';
import { type Keychain, startKeychain, whyNoKeychain } from '../support/keychain.ts';
import { whyNoNativeEngine } from '../support/native-engine.ts';
import { createNativeHome, type NativeHome } from '../support/native-home.ts';
import { type Registry, startRegistry } from '../support/registry.ts';

/** ann, low-tide */
const account = 'ann:$2y$04$harbourharbourharbourOE1XCa7fZxgl.8LTPanmZmJs7JI.auc.';
const encoded = Buffer.from('ann:low-tide').toString('base64');

const why = whyNoNativeEngine() ?? (await whyNoKeychain());
let home: NativeHome;
let registry: Registry;
let keychain: Keychain;
let image: string;

beforeAll(async () => {
  if (why !== undefined) return;
  home = await createNativeHome();
  keychain = await startKeychain(home.instance.userHome);
  registry = await startRegistry(home.instance, { port: 5003, account });
  image = `${registry.host}/every/busybox:1`;
});
afterAll(async () => {
  await keychain?.close();
  await home?.remove();
});

const docker = (...words: readonly string[]) => home.instance.docker(words, { env: keychain.env });
const logIn = (input: string, env = keychain.env) =>
  home.instance.docker(['login', '--username', 'ann', '--password-stdin', registry.host], { input, env });
const configText = () => readFile(join(home.instance.paths.dockerConfig, 'config.json'), 'utf8');
const config = async () => JSON.parse(await configText());

/** Removes the image here, and looks whether it can be had again. */
async function comesAgainBy(fetch: () => Promise<unknown>): Promise<boolean> {
  await docker('rmi', '--force', image);
  await fetch();
  return (await docker('image', 'inspect', image)).code === 0;
}

describe.skipIf(why)(`the keychain${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  it.each([
    ['there is no session', 'absent', {}, 'this session has no D-Bus'],
    ['nobody keeps keys', 'absent', undefined, 'there is none in this session'],
    ['it is locked, and gives its list', 'locked', undefined, 'it '],
  ] as const)('is not used where %s: the configuration is, and says why', async (_, state, env, reason) => {
    await keychain.become(state);
    const { code, stderr } = await logIn('low-tide', env ?? keychain.env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('not in the keychain: ') });
    expect(stderr).toContain(`not in the keychain: ${reason}`);
    expect(stderr).toMatch(/\n {2}try: .*log in again/);
    expect(await config()).toMatchObject({ auths: { [registry.host]: { auth: encoded } } });
    expect(await config()).not.toHaveProperty('credsStore');
    await docker('logout', registry.host);
  });

  it('stays unused by a login that is refused', async () => {
    await keychain.become('unlocked');
    expect((await logIn('high-tide')).stderr).toMatch(/unauthorized|401/);
    expect(await config()).not.toHaveProperty('credsStore');
  });

  it('keeps a login, of which nothing is in the configuration', async () => {
    const { code, stderr } = await logIn('low-tide');
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('is kept in the keychain') });
    expect(await config()).toMatchObject({ credsStore: 'secretservice', auths: { [registry.host]: {} } });
    expect(await configText()).not.toMatch(new RegExp(`low-tide|${encoded}`));
  });

  it('is asked by push and pull, by a build, by Compose, and by the window', async () => {
    await docker('tag', 'slipway/busybox', image);
    expect(await docker('push', '--quiet', image)).toMatchObject({ code: 0 });
    expect(await comesAgainBy(() => docker('pull', '--quiet', image))).toBe(true);

    const { dockerSocket } = home.instance.paths;
    const env = { PATH: process.env.PATH, ...keychain.env };
    const auth = homeRegistryAuth(home.instance.paths, env);
    const pull = () => pullImage(engineAt(dockerSocket), auth, image, () => undefined, never);
    expect(await comesAgainBy(pull)).toBe(true);

    const folder = join(home.instance.userHome, 'quay');
    await mkdir(folder);
    await writeFile(join(folder, 'compose.yaml'), `services: { quay: { image: '${image}' } }\n`);
    const compose = ['compose', '--project-directory', folder];
    expect(await comesAgainBy(() => docker(...compose, 'pull', '--quiet'))).toBe(true);

    await docker('rmi', '--force', image);
    await writeFile(join(folder, 'Dockerfile'), `FROM ${image}\n`);
    expect(await docker('build', '--quiet', '--tag', 'keychain-test', folder)).toMatchObject({ code: 0 });
  });

  it('is said to be missing where a login is to be put into it, or removed', async () => {
    const { code, stderr } = await logIn('low-tide', {});
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/try: .*"credsStore"/) });
    const out = await home.instance.docker(['logout', registry.host]);
    expect(out.stderr).toContain('was not removed from the keychain');
    expect(await docker('pull', '--quiet', image)).toMatchObject({ code: 0 });
  });

  it('loses the login by logout, and keeps the next one without a word', async () => {
    expect(await docker('logout', registry.host)).toMatchObject({ code: 0 });
    expect(await comesAgainBy(() => docker('pull', '--quiet', image))).toBe(false);
    expect((await docker('pull', image)).stderr).toContain('no basic auth credentials');
    const { code, stderr } = await logIn('low-tide');
    expect({ code, told: stderr.includes('keychain') }).toEqual({ code: 0, told: false });
    expect(await configText()).not.toContain(encoded);
  });
});
