// Text at 200 % and the narrowest window: nothing is cut off. At 200 % the window keeps to WCAG 2.2 AA, with more contrast
// and with forced colours, too.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import { outOfReach } from '../support/out-of-reach.ts';
import { outOfSight } from '../support/out-of-sight.ts';
import { sharedVm } from '../support/shared-vm.ts';
import { ContainerPage } from './pages/container-page.ts';
import { goTo } from './pages/navigation.ts';
import { NetworksPage } from './pages/networks-page.ts';
import { SystemPage } from './pages/system-page.ts';
import { VolumesPage } from './pages/volumes-page.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

const vm = await sharedVm();
const image = 'slipway/busybox';
const tabs = ['Overview', 'Logs', 'Files', 'Stats', 'Terminal', 'Processes', 'Changes', 'Inspect'];
const views = [
  'Containers',
  'Images',
  'Volumes',
  'Networks',
  'Swarm',
  'Logs',
  'Terminal',
  'Snapshots',
  'Settings',
  'Engine',
];
let slipway: SlipwayWindow;

beforeAll(async () => {
  const options = ['--name', 'enlarged', '--volume', 'enlarged-volume:/srv', '--publish', '127.0.0.1::80'];
  const started = await vm.client(['run', '--detach', ...options, image, 'sleep', '600']);
  expect(started, started.stderr).toMatchObject({ code: 0 });
  slipway = await openWindow(vm);
  await slipway.containers.row('enlarged').waitFor();
  await slipway.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.setSize(1200, 860);
    window?.webContents.setZoomFactor(2);
  });
  await slipway.page.waitForFunction(() => devicePixelRatio === 2 && innerWidth <= 600 && innerWidth > 550);
});
afterAll(async () => {
  // It would be kept for the next window of this home.
  await slipway?.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(1),
  );
  await slipway?.quit();
  await vm.client(['rm', '--force', 'enlarged']);
  await vm.client(['volume', 'rm', 'enlarged-volume']);
});

async function check(where: string): Promise<void> {
  expect(await outOfReach(slipway.page), where).toEqual([]);
  const faults = await accessibilityFaults(slipway.page, ['light', 'dark, more contrast', 'forced colours']);
  expect(faults, where).toEqual([]);
}

it('finds what is cut off when there is something', async () => {
  await slipway.containers.open();
  await slipway.page.evaluate(() => {
    for (const style of ['left: 560px; width: 90px', 'top: 400px; height: 60px']) {
      const button = document.createElement('button');
      button.className = 'far-away';
      button.style.cssText = `position: absolute; ${style}`;
      document.querySelector('main')?.append(button);
    }
  });
  const found = await outOfReach(slipway.page);
  await slipway.page.evaluate(() => {
    for (const button of document.querySelectorAll('.far-away')) button.remove();
  });
  expect(found).toEqual([
    expect.stringContaining(': x 560 to 650'),
    expect.stringContaining(': y 400 to 460'),
  ]);
});

it.each(views)('the view %s', async (name) => {
  await goTo(slipway.page, name);
  await slipway.page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
  await check(name);
});

it('the system, by its parts', async () => {
  const system = new SystemPage(slipway.page);
  await system.open();
  for (const tab of ['Disk', 'Events', 'Engine', 'Slipway itself'] as const) {
    await system.choose(tab);
    await slipway.page.getByRole('tabpanel').locator('h2, table, .usage-list').first().waitFor();
    await check(tab);
  }
});

it('the page of a container, by its tabs', async () => {
  const page = new ContainerPage(slipway.page);
  await slipway.containers.open();
  await page.open('enlarged');
  for (const tab of tabs) {
    await page.choose(tab);
    await slipway.page.getByRole('tab', { name: tab, exact: true, selected: true }).waitFor();
    await check(tab);
  }
});

it('the page of an image, by its tabs', async () => {
  await slipway.images.open();
  await slipway.page.getByRole('table').getByRole('button', { name: image, exact: true }).click();
  for (const tab of ['Overview', 'Layers', 'Packages']) {
    await slipway.page.getByRole('tab', { name: tab }).click();
    await slipway.page.getByRole('tab', { name: tab, selected: true }).waitFor();
    await check(tab);
  }
});

it('the page of a volume and of a network', async () => {
  const volumes = new VolumesPage(slipway.page);
  await volumes.open();
  await volumes.openVolume('enlarged-volume');
  await slipway.page.getByRole('heading', { name: 'Used by' }).waitFor();
  await check('volume');
  const networks = new NetworksPage(slipway.page);
  await networks.open();
  await networks.openNetwork('bridge');
  await slipway.page.getByRole('heading', { name: 'bridge', level: 1 }).waitFor();
  await check('network');
});

it('the dialog that runs an image', async () => {
  await slipway.containers.open();
  await slipway.run.open();
  await slipway.run.field('Image').waitFor();
  await check('run');
  await slipway.run.dialog.getByRole('button', { name: 'Cancel' }).click();
  await slipway.run.dialog.waitFor({ state: 'detached' });
});

it('a narrow window, with text as usual: what acts on a row is there without scrolling sideways', async () => {
  await slipway.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.webContents.setZoomFactor(1);
    window?.setSize(1000, 700);
  });
  await slipway.page.waitForFunction(() => devicePixelRatio === 1 && innerWidth <= 1000 && innerWidth > 900);
  for (const view of views.slice(0, 4).concat('Ports')) {
    await goTo(slipway.page, view);
    await slipway.page.locator('.table-body > .table-row').first().waitFor();
    expect(await outOfSight(slipway.page), view).toEqual([]);
  }
});

it('the narrowest window, with text as usual', async () => {
  await slipway.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.webContents.setZoomFactor(1);
    window?.setSize(...(window.getMinimumSize() as [number, number]));
  });
  await slipway.page.waitForFunction(() => devicePixelRatio === 1 && innerWidth <= 720);
  for (const view of views) {
    await goTo(slipway.page, view);
    await slipway.page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
    expect(await outOfReach(slipway.page), view).toEqual([]);
  }
  for (const view of views.slice(0, 4).concat('Ports')) {
    await goTo(slipway.page, view);
    await slipway.page.locator('.table-body > .table-row').first().waitFor();
    for (const by of [0, 60, 2000]) {
      await slipway.page.locator('.table').evaluate((table, x) => table.scrollTo(x, 0), by);
      const stays = '.table-body > .table-row > :is(.stays-start, .stays-end)';
      expect(await outOfSight(slipway.page, stays), `${view}, scrolled by ${by}`).toEqual([]);
    }
  }
  await slipway.containers.open();
  await slipway.containers.choose('enlarged');
  await slipway.page.getByRole('button', { name: 'Choose none' }).waitFor();
  expect(await outOfReach(slipway.page), 'with a chosen container').toEqual([]);
  await slipway.page.getByRole('button', { name: 'Choose none' }).click();
});

it('has heard no complaint from the page', () => {
  expect(slipway.complaints).toEqual([]);
});
