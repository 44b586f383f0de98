import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { VmState } from '../../contract/status.ts';
import { changeClientConfig } from '../../docker-client/client-config.ts';
import { dockerHost } from '../../docker-client/client-environment.ts';
import { contextName } from '../../docker-client/context.ts';
import type { HomePaths } from '../../home/paths.ts';
import { defaultSettings } from '../../settings/setting-values.ts';
import { never } from '../../util/wait.ts';
import { makeHome, statusOf } from '../fakes/fake-view.ts';
import { checkContext, checkKeychainHelper } from './client.ts';

let paths: HomePaths;

beforeEach(async () => {
  paths = await makeHome();
  const assets = join(paths.state, 'assets.json');
  await writeFile(assets, JSON.stringify({ image: { dir: 'image' }, client: { dir: 'client' } }));
  vi.stubEnv('SLIPWAY_ASSETS', assets);
  await docker({ current: 'default' });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(paths.home, { recursive: true, force: true });
});

/** A docker whose configuration has this home's context, leading to `host`, or none. */
async function docker({
  host,
  current,
}: {
  readonly host?: string;
  readonly current: string;
}): Promise<void> {
  const client = join(paths.state, 'client');
  await mkdir(client, { recursive: true });
  const context = JSON.stringify({
    Metadata: { Description: 'Slipway (here)' },
    Endpoints: { docker: { Host: host } },
  });
  const inspected = host === undefined ? 'echo "context not found" >&2; exit 1' : `echo '${context}'`;
  const script = `#!/bin/sh\ncase "$2" in inspect) ${inspected};; show) echo ${current};; esac\n`;
  await writeFile(join(client, 'docker'), script);
  await chmod(join(client, 'docker'), 0o755);
}

describe('the docker context', () => {
  const look = (state: VmState, environment: NodeJS.ProcessEnv = {}, wanted = true) =>
    checkContext({
      ...{ paths, environment: { DOCKER_CONFIG: join(paths.home, 'theirs'), ...environment } },
      settings: { ...defaultSettings, 'docker.context': wanted },
      status: statusOf(paths, { state }),
    });

  it('is well when it leads here', async () => {
    await docker({ host: dockerHost(paths), current: 'default' });
    expect(await look('running')).toEqual([
      { verdict: 'ok', message: `${contextName(paths)} leads here; the current one is default.`, hint: '' },
    ]);
  });

  it('is a warning when there is none, and a failure when it leads elsewhere', async () => {
    expect(await look('running')).toMatchObject([
      { verdict: 'warning', hint: '`slipway restart` makes it.' },
    ]);
    await docker({ host: 'unix:///elsewhere.sock', current: 'default' });
    expect(await look('running')).toMatchObject([
      { verdict: 'failure', message: expect.stringContaining('unix:///elsewhere.sock') },
    ]);
  });

  it('is a warning when it is the current one of an engine that does not run', async () => {
    expect(await look('stopped')).toMatchObject([{ verdict: 'skipped' }]);
    await docker({ host: dockerHost(paths), current: contextName(paths) });
    expect(await look('stopped')).toMatchObject([{ verdict: 'warning' }]);
    expect(await look('sleeping')).toMatchObject([{ verdict: 'skipped' }]);
  });

  it('is told with a DOCKER_HOST that leads docker elsewhere, also where none is made', async () => {
    const led = { verdict: 'warning', message: expect.stringContaining('tcp://far:2375') };
    expect(await look('running', { DOCKER_HOST: 'tcp://far:2375' }, false)).toMatchObject([
      led,
      { verdict: 'skipped' },
    ]);
    expect(await look('running', { DOCKER_HOST: dockerHost(paths) }, false)).toMatchObject([
      { verdict: 'skipped' },
    ]);
  });
});

describe.runIf(process.platform === 'linux')('the keychain', () => {
  const look = () => checkKeychainHelper({ paths, environment: { PATH: '' } }, never);

  it('that is not there is a warning with the reason, as log-ins then go into a file', async () => {
    const helpers = join(paths.state, 'client/credential-helpers');
    await mkdir(helpers);
    await writeFile(join(helpers, 'docker-credential-secretservice'), '#!/bin/sh\n', { mode: 0o755 });
    expect(await look()).toMatchObject({ verdict: 'warning', message: expect.stringContaining('no D-Bus') });
  });

  it('that log-ins are in already is a failure when it is not there', async () => {
    await changeClientConfig(paths, () => ({ credsStore: 'secretservice' }));
    expect(await look()).toMatchObject({ verdict: 'failure', message: expect.stringContaining('no D-Bus') });
  });

  it('is left alone where docker’s configuration names another place', async () => {
    await changeClientConfig(paths, () => ({ credsStore: 'pass' }));
    expect(await look()).toMatchObject({ verdict: 'ok' });
  });
});
