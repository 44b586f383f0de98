// What is done to containers beyond starting and stopping: from their menu, and to many at once.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Instance } from '../support/instance.ts';
import { type EngineHome, openEngine } from '../support/open-engine.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

let home: EngineHome;
let instance: Instance;
const image = 'slipway/busybox';
const names = ['handled', 'handled-anew', 'many-one', 'many-two', 'many-broken'];
let slipway: SlipwayWindow;

/** Ends with code 3 when it is told to. */
const obedient = 'trap "exit 3" TERM; while :; do sleep 0.1; done';

beforeAll(async () => {
  home = await openEngine();
  instance = home.instance;
  await instance.client(['run', '--detach', '--name', 'handled', image, 'sh', '-c', obedient]);
  for (const name of ['many-one', 'many-two'])
    await instance.client(['create', '--name', name, '--stop-timeout', '0', image, 'sleep', '600']);
  await instance.client(['create', '--name', 'many-broken', image, '/no/such/program']);
  slipway = await openWindow(instance);
  await slipway.containers.row('handled').waitFor();
});
afterAll(async () => {
  await slipway?.quit();
  await instance.client(['rm', '--force', ...names]);
  await instance.client(['rmi', '--force', 'slipway/made-of:e2e']);
  await home?.remove();
});

async function inspect(name: string, format: string): Promise<string> {
  return (await instance.client(['inspect', '--format', format, name])).stdout.trim();
}

describe('one container', () => {
  it('is made into an image', async () => {
    await slipway.containers.menu('handled', 'Make an image of it…');
    await slipway.containers.dialog.getByLabel('Name').fill('Not/Lower');
    await slipway.containers.dialog.getByRole('button', { name: 'Make the image' }).click();
    await slipway.containers.dialog.getByRole('alert').waitFor();
    await slipway.containers.dialog.getByLabel('Name').fill('slipway/made-of:e2e');
    await slipway.containers.dialog.getByLabel('Message').fill('as it was');
    await slipway.containers.dialog.getByRole('button', { name: 'Make the image' }).click();
    await slipway.containers.notice('Made the image slipway/made-of:e2e of handled.').waitFor();
    const { stdout } = await instance.client([
      'image',
      'inspect',
      '--format',
      '{{.Comment}}',
      'slipway/made-of:e2e',
    ]);
    expect(stdout.trim()).toBe('as it was');
  });

  it('gets another name, and keeps it when the new one is taken', async () => {
    const { containers } = slipway;
    await containers.menu('handled', 'Rename…');
    await containers.dialog.getByLabel('Name').fill('many-one');
    await containers.dialog.getByRole('button', { name: 'Rename' }).click();
    await containers.dialog.getByRole('alert').filter({ hasText: 'there is a container named' }).waitFor();
    await containers.dialog.getByLabel('Name').fill('handled-anew');
    await containers.dialog.getByRole('button', { name: 'Rename' }).click();
    await containers.row('handled-anew').waitFor();
    expect(await inspect('handled-anew', '{{.Name}}')).toBe('/handled-anew');
  });

  it('has its menu where its row is pressed with the other button, and by the key for it', async () => {
    const { page, containers } = slipway;
    const row = containers.row('handled-anew');
    const menu = page.getByRole('menu', { name: 'More for handled-anew' });
    await row.click({ button: 'right', position: { x: 300, y: 8 } });
    const [at, is] = [await row.boundingBox(), await menu.boundingBox()];
    // There, but for the menu's own padding, and not across the window, where the button is.
    expect(Math.abs((is?.x ?? 0) - (at?.x ?? 0) - 300)).toBeLessThan(10);
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });
    await row.getByRole('button', { name: 'handled-anew', exact: true }).focus();
    await page.keyboard.press('ContextMenu');
    await menu.getByRole('menuitem', { name: 'Rename…' }).click();
    await containers.dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  it('is sent a signal, and its end is told', async () => {
    const { containers } = slipway;
    await containers.menu('handled-anew', 'Tell when it ends');
    await containers.row('handled-anew').getByLabel('You are told when it ends').waitFor();
    await containers.menu('handled-anew', 'Send a signal…');
    await containers.dialog.getByRole('button', { name: 'Signal' }).click();
    await slipway.page.getByRole('option', { name: 'SIGTERM' }).click();
    await containers.dialog.getByRole('button', { name: 'Send' }).click();
    await containers.notice('handled-anew has ended with code 3.').waitFor();
    await containers.row('handled-anew').getByLabel('You are told').waitFor({ state: 'detached' });
  });
});

describe('many containers', () => {
  it('are chosen as a range, started, and one report says what came of each', async () => {
    const { containers, page } = slipway;
    await containers.filter('many');
    await containers.sortBy('Name');
    await containers.choose('many-broken');
    await page.getByLabel('Choose many-two', { exact: true }).click({ modifiers: ['Shift'] });
    await page.getByText('3 of 3 chosen').waitFor();
    await containers.press('Start', '3');
    const report = containers.notice('Started 2 of 3 containers: one container could not be done.');
    await report.waitFor();
    await page.getByRole('region', { name: 'Notices' }).getByText('Details').click();
    await containers.notice(/many-broken: .*no such file/s).waitFor();
    expect(await inspect('many-one', '{{.State.Status}}')).toBe('running');
    expect(await inspect('many-two', '{{.State.Status}}')).toBe('running');
  });

  it('are shown by what they do, and sorted either way', async () => {
    const { containers } = slipway;
    expect(await containers.names()).toEqual(['many-broken', 'many-one', 'many-two']);
    await containers.sortBy('Name');
    expect(await containers.names()).toEqual(['many-two', 'many-one', 'many-broken']);
    await slipway.page.getByRole('button', { name: 'Choose none' }).click();
    await containers.showOnly('Stopped');
    await containers.row('many-one').waitFor({ state: 'detached' });
    expect(await containers.names()).toEqual(['many-broken']);
    await containers.showOnly('All');
  });

  it('are removed after one question', async () => {
    const { containers, page } = slipway;
    await page.getByLabel('Choose all: Containers').check();
    await containers.press('Remove', '3');
    await page.getByRole('alertdialog').getByText('2 are running').waitFor();
    await containers.confirm('Remove');
    await containers.notice('Removed 3 containers.').waitFor();
    expect((await instance.client(['inspect', 'many-one'])).code).not.toBe(0);
    await containers.filter('');
  });
});

it('has heard no complaint from the page', () => {
  expect(slipway.complaints).toEqual([]);
});
