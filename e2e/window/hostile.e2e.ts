import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineApi, engineApi } from '../support/engine-api.ts';
import { makeHostileObjects, markup } from '../support/hostile-objects.ts';
import { whyNoNativeEngine } from '../support/native-engine.ts';
import { createNativeHome, type NativeHome } from '../support/native-home.ts';
import { untilDialogHears } from './dialog-focus.ts';
import { type HarmWatch, watchForHarm } from './harm.ts';
import { ContainerPage } from './pages/container-page.ts';
import { NetworksPage } from './pages/networks-page.ts';
import { SystemPage } from './pages/system-page.ts';
import { VolumesPage } from './pages/volumes-page.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

const why = whyNoNativeEngine();

describe.skipIf(why)(`hostile text in every view${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let home: NativeHome;
  let api: EngineApi;
  let slipway: SlipwayWindow;
  let harm: HarmWatch;

  beforeAll(async () => {
    home = await createNativeHome();
    api = engineApi(home.engine.socket);
    slipway = await openWindow(home.instance);
    await slipway.engine.state.filter({ hasText: 'Running' }).waitFor();
    harm = await watchForHarm(slipway);
    // With the window open: it hears of each of them as it is made.
    await makeHostileObjects(api);
  });
  afterAll(async () => {
    await slipway?.quit();
    api?.close();
    await home?.remove();
  });

  /** Shows each part of a page in turn, and looks for harm each time. */
  async function checkTabs(): Promise<void> {
    const tabs = slipway.page.getByRole('main').getByRole('tab');
    for (let index = 0; index < (await tabs.count()); index++) {
      await tabs.nth(index).click();
      await slipway.page
        .getByRole('main')
        .getByRole('status')
        .filter({ hasText: 'Reading' })
        .waitFor({ state: 'detached' });
      await harm.check();
    }
  }

  it('is text in the list of containers, and can be filtered by', async () => {
    await slipway.containers.open();
    await slipway.containers.row('hostile').filter({ hasText: 'Up' }).waitFor();
    await slipway.containers.row('unhealthy').filter({ hasText: 'Unhealthy' }).waitFor();
    await slipway.page.getByRole('button', { name: markup, expanded: true }).waitFor();
    await harm.check();
    await slipway.containers.filter('<img');
    await slipway.containers.row('endless').waitFor({ state: 'detached' });
    await slipway.containers.filter('');
  });

  it.each(['hostile', 'endless', 'unhealthy'])(
    'is text in each part of the page of the container %s',
    async (name) => {
      await slipway.containers.open();
      await new ContainerPage(slipway.page).open(name);
      await checkTabs();
    },
  );

  it('is text in the page of an image', async () => {
    await slipway.images.open();
    await harm.check();
    await slipway.images
      .row('hostile/image')
      .getByRole('button', { name: 'hostile/image', exact: true })
      .click();
    await checkTabs();
  });

  it('is text in networks, their picture and a network’s page', async () => {
    const networks = new NetworksPage(slipway.page);
    await networks.open();
    await networks.row(markup).waitFor();
    await harm.check();
    await networks.openNetwork(markup);
    await slipway.page.getByRole('heading', { name: markup, level: 1 }).waitFor();
    await harm.check();
  });

  it('is text in volumes and a volume’s page', async () => {
    const volumes = new VolumesPage(slipway.page);
    await volumes.open();
    await volumes.row('hostile').waitFor();
    await harm.check();
    await volumes.openVolume('hostile');
    await slipway.page.getByRole('heading', { name: 'hostile', level: 1 }).waitFor();
    await harm.check();
  });

  it('is text in the events and what else the system tells, and in the details of an event', async () => {
    const system = new SystemPage(slipway.page);
    await system.open();
    await checkTabs();
    await system.choose('Events');
    await system.filter('create endless');
    await system.event('create').getByRole('button').first().click();
    await slipway.page.getByRole('dialog').getByText('Attributes').waitFor();
    await harm.check();
    await untilDialogHears(slipway.page);
    await slipway.page.keyboard.press('Escape');
  });

  it('has heard no complaint from the page', () => {
    expect(slipway.complaints).toEqual([]);
  });
});
