// Every view of the window against WCAG 2.2 AA, in both appearances; accessibility-pages.e2e.ts has what needs no VM.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import { createInstance, type Instance, removeInstance } from '../support/instance.ts';
import { sharedVm } from '../support/shared-vm.ts';
import { LogsPage } from './pages/logs-page.ts';
import { NetworksPage } from './pages/networks-page.ts';
import { SystemPage } from './pages/system-page.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

const vm = await sharedVm();
let slipway: SlipwayWindow;

beforeAll(async () => {
  const labels = ['--label', 'com.docker.compose.project=quay'];
  await vm.client(['run', '--detach', '--name', 'looked-at', ...labels, 'slipway/busybox', 'sleep', '600']);
  await vm.client(['run', '--name', 'looked-at-too', 'slipway/busybox', 'false']);
  slipway = await openWindow(vm);
  await slipway.containers.row('looked-at').waitFor();
  // axe-core takes a title that is scrolled out of sight for none: everything must have room, whatever size an earlier
  // test has left.
  await slipway.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1200, 860));
  await slipway.page.waitForFunction(() => window.innerHeight > 800);
});
afterAll(async () => {
  await slipway?.quit();
  await vm.client(['rm', '--force', 'looked-at', 'looked-at-too']);
});

const faults = () => accessibilityFaults(slipway.page);

it('finds a fault when there is one', async () => {
  const added = await slipway.page.evaluate(() => {
    const button = document.createElement('button');
    button.id = 'nameless';
    document.querySelector('main')?.append(button);
    return button.isConnected;
  });
  expect(added).toBe(true);
  expect((await faults()).join('\n')).toMatch(/light: button-name at #nameless/);
  await slipway.page.evaluate(() => document.querySelector('#nameless')?.remove());
});

it('the containers', async () => {
  await slipway.containers.open();
  await slipway.containers.row('looked-at-too').waitFor();
  expect(await faults()).toEqual([]);
});

it('the question before a container is removed', async () => {
  await slipway.containers.press('Remove', 'looked-at');
  expect(await faults()).toEqual([]);
  await slipway.containers.confirm('Cancel');
});

it('the dialog that runs an image, with something wrong in it', async () => {
  await slipway.run.open();
  await slipway.run.fill({ Image: 'slipway/busybox', 'Container port 1': 'http' });
  await slipway.run.submit();
  await slipway.run.dialog.getByText('A port from 1 to 65535').waitFor();
  expect(await faults()).toEqual([]);
  await slipway.run.discard();
});

it('the images', async () => {
  await slipway.images.open();
  await slipway.images.row('slipway/busybox').waitFor();
  expect(await faults()).toEqual([]);
});

it('the networks, as a list and as a picture, and the page of one', async () => {
  const networks = new NetworksPage(slipway.page);
  await networks.open();
  await networks.row('bridge').first().waitFor();
  expect(await faults()).toEqual([]);
  await networks.press('Picture');
  await networks.box('looked-at').first().waitFor();
  expect(await faults()).toEqual([]);
  await networks.box('bridge').click();
  expect(await faults()).toEqual([]);
});

it('the logs, with an expression that is wrong, and those to choose from', async () => {
  const logs = new LogsPage(slipway.page);
  await logs.open();
  await logs.search.fill('(');
  await slipway.page.getByText('Unterminated group').waitFor();
  expect(await faults()).toEqual([]);
  await logs.search.fill('');
  await slipway.page.locator('.log-origins-button').click();
  await slipway.page.locator('.log-origins').getByText('quay', { exact: true }).waitFor();
  expect(await faults()).toEqual([]);
  await slipway.page.keyboard.press('Escape');
});

it('the engine as a whole: disk, events, what it is, and what Slipway holds', async () => {
  const system = new SystemPage(slipway.page);
  await system.open();
  for (const tab of ['Disk', 'Events', 'Engine', 'Slipway itself'] as const) {
    await system.choose(tab);
    await slipway.page.getByRole('tabpanel').locator('h2, table, .usage-list').first().waitFor();
    expect(await faults()).toEqual([]);
  }
});

it('the terminals, without one and with one', async () => {
  await slipway.terminal.open();
  await slipway.page.getByRole('heading', { name: 'Terminal', level: 1 }).waitFor();
  expect(await faults()).toEqual([]);
  await slipway.terminal.openGuest();
  await slipway.terminal.waitForLine(/[#$]\s*$/);
  expect(await faults()).toEqual([]);
  await slipway.terminal.close();
});

it('the settings, with one that was refused', async () => {
  await slipway.settings.open();
  await slipway.settings.write('Cores', 'many');
  await slipway.settings.row('vm.cpus').getByText('Give it a whole number').waitFor();
  expect(await faults()).toEqual([]);
  await slipway.settings.field('Cores').press('Escape');
});

it('the engine while it runs, with its console', async () => {
  await slipway.engine.open();
  await slipway.page.getByText('Stages of the last start').click();
  await slipway.engine.press('Show console');
  expect(await faults()).toEqual([]);
  await slipway.engine.press('Hide console');
});

it('the start view while the engine starts, and once it is stopped', async () => {
  const other: Instance = await createInstance({ verdictsOf: vm.paths });
  let window: SlipwayWindow | undefined;
  try {
    window = await openWindow(other, () => other.slipway(['stop']));
    await window.engine.stage('kernel').waitFor();
    expect(await accessibilityFaults(window.page)).toEqual([]);
    await window.engine.press('Cancel');
    await window.engine.state.filter({ hasText: 'Stopped' }).waitFor();
    expect(await accessibilityFaults(window.page)).toEqual([]);
    await window.containers.open();
    expect(await accessibilityFaults(window.page)).toEqual([]);
  } finally {
    await window?.quit();
    await removeInstance(other);
  }
});
