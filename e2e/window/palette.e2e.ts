// Everything by its name: the command palette.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import type { Instance } from '../support/instance.ts';
import { type EngineHome, openEngine } from '../support/open-engine.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

let home: EngineHome;
let instance: Instance;
let slipway: SlipwayWindow;

beforeAll(async () => {
  home = await openEngine();
  instance = home.instance;
  slipway = await openWindow(instance);
  await slipway.engine.state.filter({ hasText: 'Running' }).waitFor();
  const options = ['--detach', '--name', 'sought', '--stop-timeout', '0', '-v', 'seabed:/seabed'];
  const made = await instance.client(['run', ...options, 'slipway/busybox', 'sleep', '600']);
  expect(made, made.stderr).toMatchObject({ code: 0 });
  await slipway.containers.open();
  await slipway.containers.row('sought').waitFor();
});
afterAll(async () => {
  await slipway?.quit();
  await instance.client(['rm', '--force', 'sought']);
  await instance.client(['volume', 'rm', '--force', 'seabed', 'seabed-copy']);
  await home?.remove();
});

const palette = () => slipway.page.getByRole('dialog', { name: 'Command palette' });
const entry = (name: string) => palette().getByRole('menuitem', { name });

async function find(typed: string): Promise<void> {
  await slipway.page.keyboard.press('Control+K');
  await palette().waitFor();
  await slipway.page.keyboard.type(typed);
}

it('does what was found, by the keyboard alone', async () => {
  await find('stop sought');
  await entry('sought: Stop').waitFor();
  await slipway.page.keyboard.press('Enter');
  await palette().waitFor({ state: 'detached' });
  await slipway.containers.notice('Stopped sought.').waitFor();
  await find('sought star');
  await entry('sought: Start').click();
  await slipway.containers.notice('Started sought.').waitFor();
});

it('goes to what was found, and opens dialogs that keep the focus', async () => {
  await find('sought');
  await entry('sought Container').click();
  await slipway.page.getByRole('heading', { name: 'sought', level: 1 }).waitFor();
  await find('create volume');
  await slipway.page.keyboard.press('Enter');
  const dialog = slipway.page.getByRole('dialog', { name: 'Create a volume' });
  await expect
    .poll(() => dialog.getByLabel('Name').evaluate((field) => field === document.activeElement))
    .toBe(true);
  await slipway.page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

it('clones a volume and empties the copy, by the keyboard alone', async () => {
  const { keyboard } = slipway.page;
  expect(await instance.client(['exec', 'sought', 'touch', '/seabed/anchor'])).toMatchObject({ code: 0 });
  await find('seabed clone');
  await entry('seabed: Clone…').waitFor();
  await keyboard.press('Enter');
  const name = slipway.page
    .getByRole('dialog', { name: 'Clone a volume' })
    .getByLabel('Name of the new volume');
  await expect.poll(() => name.evaluate((field) => field === document.activeElement)).toBe(true);
  await keyboard.press('Enter');
  await slipway.containers.notice('Cloned seabed to seabed-copy.').waitFor();
  await find('seabed-copy empty');
  await entry('seabed-copy: Empty…').waitFor();
  await keyboard.press('Enter');
  const question = slipway.page.getByRole('alertdialog').filter({ hasText: 'Empty seabed-copy?' });
  const cancel = question.getByRole('button', { name: 'Cancel' });
  await expect.poll(() => cancel.evaluate((button) => button === document.activeElement)).toBe(true);
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await slipway.containers.notice('Emptied seabed-copy.').waitFor();
  const both = ['-v', 'seabed:/seabed', '-v', 'seabed-copy:/copy', 'slipway/busybox'];
  const { stdout } = await instance.client(['run', '--rm', ...both, 'find', '/seabed', '/copy']);
  expect(stdout.trim().split('\n')).toEqual(['/seabed', '/seabed/anchor', '/copy']);
});

it('says when nothing is found, and closes by Escape and by the keys that opened it', async () => {
  await find('');
  expect(await accessibilityFaults(slipway.page)).toEqual([]);
  await slipway.page.keyboard.type('penguin');
  await palette().getByText('Nothing has all of these words').waitFor();
  expect(await accessibilityFaults(slipway.page)).toEqual([]);
  await slipway.page.keyboard.press('Control+K');
  await palette().waitFor({ state: 'detached' });
});

it('opens by Ctrl+K in a terminal, and leads to a setting by what it is about', async () => {
  await slipway.containers.open();
  await slipway.containers.press('Open a terminal in', 'sought');
  await slipway.page.locator('.xterm-helper-textarea').waitFor();
  await slipway.page.locator('.xterm-helper-textarea').focus();
  await slipway.page.keyboard.press('Control+K');
  await palette().waitFor();
  await slipway.page.keyboard.type('ram memory');
  await slipway.page.keyboard.press('Enter');
  await palette().waitFor({ state: 'detached' });
  await expect
    .poll(() => slipway.page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
    .toBe('Memory');
});

it('has heard no complaint from the page', () => {
  expect(slipway.complaints).toEqual([]);
});
