import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNoNativeEngine } from '../support/native-engine.ts';
import { createNativeHome, type NativeHome } from '../support/native-home.ts';
import { ContainerPage } from './pages/container-page.ts';
import { FilesPage } from './pages/files-page.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

const why = whyNoNativeEngine();
const away = 'The Docker Engine does not answer';

describe.skipIf(why)(`an engine that is killed${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let home: NativeHome;
  let slipway: SlipwayWindow;
  let page: ContainerPage;

  beforeAll(async () => {
    home = await createNativeHome();
    // An engine that comes back stops it first: one that is deaf is given ten seconds.
    const run = ['run', '--detach', '--init', '--restart', 'always', '--name', 'survivor', 'slipway/busybox'];
    const result = await home.instance.client([...run, 'sleep', '1000000']);
    expect(result, result.stderr).toMatchObject({ code: 0 });
    slipway = await openWindow(home.instance);
    page = new ContainerPage(slipway.page);
    await slipway.engine.state.filter({ hasText: 'Running' }).waitFor();
  });
  afterAll(async () => {
    await slipway?.quit();
    await home?.remove();
  });

  it('is missed on the page of a container, which goes on by itself once it is back', async () => {
    await slipway.containers.open();
    await page.open('survivor');
    await page.choose('Stats');
    await page.panel.getByText(/of one processor/).waitFor();
    await home.engine.kill();
    await slipway.page.getByRole('main').getByText(away).waitFor();
    await home.engine.revive();
    await page.panel.getByText(/of one processor/).waitFor();
    await slipway.page.getByRole('main').getByText(away).waitFor({ state: 'detached' });
  });

  it('ends a terminal, which says so, and a new one can be opened once it is back', async () => {
    await slipway.containers.open();
    await slipway.containers.press('Open a terminal in', 'survivor');
    await slipway.terminal.waitForLine(/[#$]\s*$/);
    await home.engine.kill();
    await slipway.terminal.end.filter({ hasText: /ended|lost|closed/i }).waitFor();
    await home.engine.revive();
    await slipway.terminal.close();
    await slipway.containers.open();
    await slipway.containers.row('survivor').filter({ hasText: 'Up' }).waitFor();
    await slipway.containers.press('Open a terminal in', 'survivor');
    await slipway.terminal.waitForLine(/[#$]\s*$/);
    await slipway.terminal.close();
  });

  it('leaves what was written into an open file, which can be saved once it is back', async () => {
    const files = new FilesPage(slipway.page);
    await slipway.containers.open();
    await page.open('survivor');
    await files.open();
    await files.goTo('/etc', 'passwd');
    await files.openEntry('passwd');
    await files.type('adrift');
    await home.engine.kill();
    await slipway.page.getByRole('main').getByText(away).waitFor();
    await home.engine.revive();
    await files.goTo('/etc', 'passwd');
    await files.openEntry('passwd');
    await files.text.filter({ hasText: 'adrift' }).waitFor();
    await files.press('Save');
    await slipway.containers.notice('Saved passwd.').waitFor();
    const { stdout } = await home.instance.client(['exec', 'survivor', 'tail', '-n', '1', '/etc/passwd']);
    expect(stdout.trim()).toBe('adrift');
  });

  it('ends a pull, which says so, and is tried again once it is back', async () => {
    const name = '127.0.0.1:5003/harbour/slow:1';
    const listen = ['nc', '-ll', '-p', '5003', '-e', 'sleep', '3600'];
    const run = ['run', '--detach', '--init', '--restart', 'always', '--name', 'mute-registry'];
    const network = ['--network', 'host'];
    const started = await home.instance.client([...run, ...network, 'slipway/busybox', ...listen]);
    expect(started, started.stderr).toMatchObject({ code: 0 });
    await slipway.images.open();
    await slipway.images.pull(name);
    await slipway.images.transfer(name).waitFor();
    await home.engine.kill();
    const refusal = slipway.page.getByRole('list', { name: 'On their way' }).getByRole('alert');
    await refusal.filter({ hasText: name }).waitFor();
    await slipway.page.getByRole('main').getByText(away).waitFor();
    await home.engine.revive();
    await slipway.images.row('slipway/busybox').waitFor();
    await refusal.getByRole('button', { name: 'Try again' }).click();
    await slipway.images.cancel(name);
    await slipway.images.transfer(name).waitFor({ state: 'detached' });
    expect(await refusal.count()).toBe(0);
  });

  it('has heard no complaint from the page', () => {
    expect(slipway.complaints).toEqual([]);
  });
});
