import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { clientEnvironment } from './client-environment.ts';

let paths: HomePaths;
const client = { docker: '/app/docker', plugins: '/app/cli-plugins', helpers: '/app/credential-helpers' };

beforeEach(async () => {
  paths = homePaths(await mkdtemp(join(tmpdir(), 'slipway-client-')));
});

afterEach(async () => {
  await rm(paths.home, { recursive: true, force: true });
});

describe("the docker client's environment", () => {
  const readConfig = async () =>
    JSON.parse(await readFile(join(paths.dockerConfig, 'config.json'), 'utf8')) as Record<string, unknown>;

  it('leads to this home and to nothing else', async () => {
    const environment = await clientEnvironment(paths, client, {
      PATH: '/bin',
      DOCKER_CONTEXT: 'other',
      DOCKER_TLS_VERIFY: '1',
      DOCKER_HOST: 'tcp://192.0.2.1:2375',
    });
    expect(environment).toEqual({
      PATH: '/bin',
      DOCKER_HOST: `unix://${paths.dockerSocket}`,
      DOCKER_CONFIG: paths.dockerConfig,
    });
  });

  it('finds the plugins, wherever they moved, and keeps the logins', async () => {
    await clientEnvironment(paths, { ...client, plugins: '/old' }, {});
    const file = join(paths.dockerConfig, 'config.json');
    await writeFile(file, JSON.stringify({ ...(await readConfig()), auths: { 'r.test': {} } }));
    await clientEnvironment(paths, client, {});
    expect(await readConfig()).toEqual({
      auths: { 'r.test': {} },
      cliPluginsExtraDirs: ['/app/cli-plugins'],
    });
  });

  it('finds the bundled helper where the configuration names it, behind the user’s own, and not elsewhere', async () => {
    const path = async () => (await clientEnvironment(paths, client, { PATH: '/home/ann/bin:/bin' })).PATH;
    const configure = async (added: object) =>
      writeFile(
        join(paths.dockerConfig, 'config.json'),
        JSON.stringify({ ...(await readConfig()), ...added }),
      );
    const all = '/home/ann/bin:/bin:/app/credential-helpers';
    expect(await path()).toBe('/home/ann/bin:/bin');
    await configure({ credsStore: 'osxkeychain' });
    expect(await path()).toBe('/home/ann/bin:/bin');
    await configure({ credsStore: 'secretservice' });
    expect(await path()).toBe(all);
    await configure({ credsStore: undefined, credHelpers: { 'r.test': 'secretservice' } });
    expect(await path()).toBe(all);
    const without = await clientEnvironment(paths, { ...client, helpers: undefined }, { PATH: '/bin' });
    expect(without.PATH).toBe('/bin');
  });
});
