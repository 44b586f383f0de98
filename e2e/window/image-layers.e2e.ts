// What each layer of an image adds, changes and takes away, read from the engine's own archive of it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import type { Instance } from '../support/instance.ts';
import { type EngineHome, openEngine } from '../support/open-engine.ts';
import { tarOf } from '../support/tar.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

let home: EngineHome;
let instance: Instance;
let slipway: SlipwayWindow;

const below = { 'etc/motd': 'welcome', 'etc/secret': 'word', 'srv/kept': 'kept' };
const change =
  'echo other >/etc/motd; rm /etc/secret; dd if=/dev/zero of=/srv/large bs=1k count=1500 2>/dev/null';

beforeAll(async () => {
  home = await openEngine();
  instance = home.instance;
  const ok = async (parameters: readonly string[], input?: Buffer) => {
    const { code, stderr } = await instance.client(parameters, input === undefined ? {} : { input });
    expect(code, stderr).toBe(0);
  };
  await ok(['run', '--name', 'layered', 'slipway/busybox', 'sh', '-c', 'mkdir -p /etc /srv']);
  await ok(['cp', '-', 'layered:/'], await tarOf(below));
  await ok(['commit', 'layered', 'harbour/below:1']);
  await ok(['rm', 'layered']);
  await ok(['run', '--name', 'layered', 'harbour/below:1', 'sh', '-c', change]);
  await ok(['commit', 'layered', 'harbour/layered:1']);
  slipway = await openWindow(instance);
});
afterAll(async () => {
  await slipway?.quit();
  await instance.client(['rm', '--force', 'layered']);
  await instance.client(['rmi', '--force', 'harbour/layered:1', 'harbour/below:1']);
  await home?.remove();
});

const files = () => slipway.page.getByRole('table', { name: 'Files of the layer' }).getByRole('row');
const openLast = () =>
  slipway.page
    .getByRole('button', { name: /: files of the layer of step/ })
    .last()
    .click();

it('shows the files of a layer, and what became of those below', async () => {
  await slipway.images.open();
  await slipway.images
    .row('harbour/layered')
    .getByRole('button', { name: 'harbour/layered', exact: true })
    .click();
  await slipway.page.getByRole('tab', { name: 'Layers' }).click();
  await openLast();
  await files()
    .filter({ hasText: '/srv/large' })
    .filter({ hasText: '1.54 MB' })
    .filter({ hasText: 'added' })
    .waitFor();
  await files().filter({ hasText: '/etc/motd' }).filter({ hasText: 'changed' }).waitFor();
  await files().filter({ hasText: '/etc/secret' }).filter({ hasText: 'removed' }).waitFor();
  expect(await files().filter({ hasText: '/srv/kept' }).count()).toBe(0);
  expect(await accessibilityFaults(slipway.page)).toEqual([]);
});

it('finds files by words, and goes back to the layers', async () => {
  await slipway.page.getByLabel('Filter files').fill('etc sec');
  await files().filter({ hasText: '/srv/large' }).waitFor({ state: 'detached' });
  await files().filter({ hasText: '/etc/secret' }).waitFor();
  await slipway.page.getByRole('button', { name: 'All layers' }).click();
  await slipway.page.getByRole('table', { name: 'Layers' }).waitFor();
  expect(slipway.complaints).toEqual([]);
});
