// Pictures of what is done to containers: the menu, the dialogs, and many chosen at once.

/** @typedef {import('playwright-core').Page} Page */

/**
 * Opens the menu of a container.
 * @param {Page} page
 * @param {string} name
 * @param {string} [entry]
 */
async function openMenu(page, name, entry) {
  await page.getByRole('button', { name: `More for ${name}` }).click();
  if (entry !== undefined) await page.getByRole('menuitem', { name: entry }).click();
}

/**
 * @param {Page} page
 * @param {readonly string[]} names
 */
async function choose(page, names) {
  for (const name of names) await page.getByLabel(`Choose ${name}`, { exact: true }).check();
}

/** @type {readonly import('./shots.mjs').Shot[]} */
export const actionShots = [
  { name: 'container-menu', scene: { state: 'running' }, act: (page) => openMenu(page, 'shop-api-1') },
  {
    name: 'container-menu-page',
    scene: { state: 'running' },
    act: async (page) => {
      await page.getByRole('button', { name: 'monitoring-prometheus-1', exact: true }).click();
      await openMenu(page, 'monitoring-prometheus-1');
    },
  },
  {
    name: 'container-watched',
    scene: { state: 'running' },
    act: (page) => openMenu(page, 'shop-api-1', 'Tell when it ends'),
  },
  {
    name: 'container-rename',
    scene: { state: 'running' },
    act: async (page) => {
      await openMenu(page, 'shop-api-1', 'Rename…');
      await page.getByLabel('Name', { exact: true }).fill('-api');
      await page.keyboard.press('Enter');
    },
  },
  {
    name: 'container-kill',
    scene: { state: 'running' },
    act: (page) => openMenu(page, 'shop-api-1', 'Send a signal…'),
  },
  {
    name: 'container-kill-signals',
    scene: { state: 'running' },
    act: async (page) => {
      await openMenu(page, 'shop-api-1', 'Send a signal…');
      await page.getByRole('button', { name: 'SIGKILL' }).click();
    },
  },
  {
    name: 'container-commit',
    scene: { state: 'running', actions: 'fail' },
    act: async (page) => {
      await openMenu(page, 'shop-api-1', 'Make an image of it…');
      await page.getByLabel('Name', { exact: true }).fill('Shop/Web:before-upgrade');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'containers-chosen',
    scene: { state: 'running' },
    act: (page) => choose(page, ['shop-api-1', 'shop-worker-1', 'monitoring-prometheus-1', 'dns']),
  },
  {
    name: 'containers-chosen-menu',
    scene: { state: 'running' },
    act: async (page) => {
      await page.getByLabel('Choose all: shop', { exact: true }).click();
      await page.getByRole('button', { name: 'More for the chosen' }).click();
    },
  },
  {
    name: 'containers-chosen-remove',
    scene: { state: 'running' },
    act: async (page) => {
      await page.getByLabel('Choose all: Containers').click();
      await page.getByRole('button', { name: /^Remove \d+$/ }).click();
    },
  },
  {
    name: 'containers-chosen-failed',
    scene: { state: 'running', actions: 'fail' },
    act: async (page) => {
      await choose(page, ['shop-api-1', 'shop-db-1', 'dns']);
      await page.getByRole('button', { name: /^Stop \d+$/ }).click();
      await page.getByText('Details').click();
    },
  },
  {
    name: 'containers-kind',
    scene: { state: 'running' },
    act: async (page) => {
      await page.getByRole('button', { name: 'Which containers' }).click();
      await page.getByRole('option', { name: 'Stopped' }).click();
      await page.getByRole('button', { name: 'Which containers' }).click();
    },
  },
];
