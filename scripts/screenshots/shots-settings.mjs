// Pictures of the settings.
import { goTo } from './go-to.mjs';

/** @typedef {import('playwright-core').Page} Page */

/**
 * @param {Page} page
 * @param {string} title
 * @param {string} text
 */
async function writeSetting(page, title, text) {
  await page.getByRole('textbox', { name: title, exact: true }).fill(text);
  await page.keyboard.press('Enter');
}

/** @param {Page} page */
const registrySwitch = (page) => page.locator('[data-setting="registry"] .switch');

/** @type {readonly import('./shots.mjs').Shot[]} */
export const settingShots = [
  { name: 'settings', scene: { state: 'running' }, act: goTo('Settings') },
  {
    name: 'settings-changed',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo('Settings')(page);
      await writeSetting(page, 'Memory', '4096');
      await writeSetting(page, 'QEMU program', '/opt/qemu-11/bin/qemu-system-x86_64');
      await page.locator('[data-setting="docker.useContext"] .switch').click();
      await page.getByText('to take effect').waitFor();
    },
  },
  {
    name: 'settings-shares',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo('Settings')(page);
      await page.getByRole('button', { name: 'Share a folder' }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'settings-network',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo('Settings')(page);
      await writeSetting(page, 'Ports of this computer', '3000-3010,5432');
      await page
        .locator('[data-setting="network.hostPorts"]')
        .evaluate((row) => row.scrollIntoView({ block: 'start' }));
    },
  },
  {
    name: 'settings-registry',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo('Settings')(page);
      await registrySwitch(page).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'settings-registry-starting',
    scene: { state: 'running', containers: 'none', actions: 'hang' },
    act: async (page) => {
      await goTo('Settings')(page);
      await registrySwitch(page).click();
      await page.getByText('Starting…').waitFor();
    },
  },
  {
    name: 'settings-registry-failed',
    scene: { state: 'running', containers: 'none', actions: 'fail' },
    act: async (page) => {
      await goTo('Settings')(page);
      await registrySwitch(page).click();
      await page.getByText('Could not run slipway/registry').waitFor();
    },
  },
  {
    name: 'settings-refused',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo('Settings')(page);
      await writeSetting(page, 'Cores', 'many');
      await writeSetting(page, 'Memory', '100');
      await writeSetting(page, 'QEMU program', 'qemu-system-x86_64');
      await page.getByText('Give it the absolute path').waitFor();
    },
  },
  {
    name: 'settings-not-saved',
    scene: { state: 'running', actions: 'fail' },
    act: async (page) => {
      await goTo('Settings')(page);
      await page.locator('[data-setting="docker.context"] .switch').click();
      await writeSetting(page, 'Size', '128');
      await page.getByText('cannot be written').nth(1).waitFor();
    },
  },
  {
    name: 'settings-choice',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo('Settings')(page);
      await page.getByRole('button', { name: 'Accelerator' }).click();
    },
  },
  { name: 'settings-loading', scene: { state: 'unknown' }, act: goTo('Settings') },
  { name: 'settings-error', scene: { state: 'unreachable' }, act: goTo('Settings') },
];
