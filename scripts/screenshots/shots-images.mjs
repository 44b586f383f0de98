// Pictures of the images: their list, and the page of one.

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page */
const goToImages = (page) => page.getByRole('navigation').getByRole('button', { name: 'Images' }).click();

/**
 * @param {Page} page
 * @param {string} name
 */
async function openImage(page, name) {
  await goToImages(page);
  await page.getByRole('button', { name, exact: true }).click();
  await page.getByRole('tab', { name: 'Overview' }).waitFor();
}

/** @param {Page} page */
async function openLayer(page) {
  await openImage(page, 'nginx');
  await page.getByRole('tab', { name: 'Layers' }).click();
  await page
    .getByRole('button', { name: /: files of the layer of step/ })
    .first()
    .click();
}

/**
 * @param {Page} page
 * @param {string} name
 */
async function pull(page, name) {
  await page.getByRole('main').getByRole('button', { name: 'Pull', exact: true }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/**
 * @param {Page} page
 * @param {string} name
 * @param {string} action
 */
async function choose(page, name, action) {
  await page.getByRole('button', { name: `More for ${name}`, exact: true }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

/** @type {readonly import('./shots.mjs').Shot[]} */
export const imageShots = [
  { name: 'images', scene: { state: 'running' }, act: goToImages },
  {
    name: 'images-chosen',
    scene: { state: 'running' },
    act: async (page) => {
      await goToImages(page);
      await page.getByLabel('Choose all: Images').click();
    },
  },
  {
    name: 'images-chosen-remove',
    scene: { state: 'running' },
    act: async (page) => {
      await goToImages(page);
      await page.getByLabel('Choose all: Images').click();
      await page.getByRole('button', { name: /^Remove \d+$/ }).click();
    },
  },
  { name: 'images-empty', scene: { state: 'running', containers: 'none' }, act: goToImages },
  { name: 'images-error', scene: { state: 'running', containers: 'failing' }, act: goToImages },
  { name: 'images-asleep', scene: { state: 'sleeping' }, act: goToImages },
  { name: 'images-offline', scene: { state: 'stopped' }, act: goToImages },
  {
    name: 'images-busy',
    scene: { state: 'running', actions: 'hang' },
    act: async (page) => {
      await goToImages(page);
      await page.getByRole('button', { name: 'Remove nginx:1.29' }).click();
    },
  },
  {
    name: 'images-unused',
    scene: { state: 'running' },
    act: async (page) => {
      await goToImages(page);
      await page.getByRole('button', { name: 'Which images' }).click();
      await page.getByRole('option', { name: 'Unused' }).click();
    },
  },
  {
    name: 'images-pull',
    scene: { state: 'running' },
    act: async (page) => {
      await goToImages(page);
      await page.getByRole('main').getByRole('button', { name: 'Pull', exact: true }).click();
      await page.getByRole('textbox', { name: 'Name' }).waitFor();
    },
  },
  {
    name: 'images-transfers',
    scene: { state: 'running', actions: 'hang' },
    act: async (page) => {
      await goToImages(page);
      await pull(page, 'registry.example.org/shop/web:2.5.0');
      await choose(page, 'nginx:1.29', 'Save to a file…');
      await page.getByRole('button', { name: /^Cancel .*Downloads/ }).waitFor();
    },
  },
  {
    name: 'images-transfers-failed',
    scene: { state: 'running', actions: 'fail' },
    act: async (page) => {
      await goToImages(page);
      await pull(page, 'nginx:1.31');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'images-transfer-done',
    scene: { state: 'running' },
    act: async (page) => {
      await goToImages(page);
      await pull(page, 'nginx:1.31');
      await page.getByRole('status').getByText('Pulled').waitFor();
    },
  },
  {
    name: 'images-checking',
    scene: { state: 'running', actions: 'hang' },
    act: async (page) => {
      await goToImages(page);
      await choose(page, 'images', 'Look for newer ones');
      await page.getByRole('button', { name: 'Pull the newer nginx:1.29' }).waitFor();
    },
  },
  {
    name: 'images-checked',
    scene: { state: 'running' },
    act: async (page) => {
      await goToImages(page);
      await choose(page, 'images', 'Look for newer ones');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'images-search',
    scene: { state: 'running' },
    act: async (page) => {
      await goToImages(page);
      await page.getByRole('main').getByRole('button', { name: 'Pull', exact: true }).click();
      await page.getByRole('textbox', { name: 'Name' }).fill('nginx');
      await page.getByRole('button', { name: 'Search Docker Hub' }).click();
      await page.getByRole('list', { name: 'Found on Docker Hub' }).waitFor();
    },
  },
  {
    name: 'images-menu',
    scene: { state: 'running' },
    act: async (page) => {
      await goToImages(page);
      await page.getByRole('button', { name: 'More for nginx:1.29', exact: true }).click();
    },
  },
  {
    name: 'images-push',
    scene: { state: 'running' },
    act: async (page) => {
      await goToImages(page);
      await choose(page, 'nginx:1.29', 'Push…');
    },
  },
  {
    name: 'images-import',
    scene: { state: 'running' },
    act: async (page) => {
      await goToImages(page);
      await choose(page, 'images', 'Import a root file system…');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'images-clean-up',
    scene: { state: 'running' },
    act: async (page) => {
      await goToImages(page);
      await choose(page, 'images', 'Clean up…');
      await page.getByText('Frees about').waitFor();
    },
  },
  { name: 'image', scene: { state: 'running' }, act: (page) => openImage(page, 'nginx') },
  {
    name: 'image-packages',
    scene: { state: 'running' },
    act: async (page) => {
      await openImage(page, 'nginx');
      await page.getByRole('tab', { name: 'Packages' }).click();
      await page.getByText('libssl3t64').waitFor();
    },
  },
  {
    name: 'image-packages-unread',
    scene: { state: 'running' },
    act: async (page) => {
      await openImage(page, 'grafana/grafana');
      await page.getByRole('tab', { name: 'Packages' }).click();
      await page.getByText('cannot be read').waitFor();
    },
  },
  {
    name: 'image-layers',
    scene: { state: 'running' },
    act: async (page) => {
      await openImage(page, 'nginx');
      await page.getByRole('tab', { name: 'Layers' }).click();
    },
  },
  { name: 'image-layer-files', scene: { state: 'running' }, act: openLayer },
  { name: 'image-layer-reading', scene: { state: 'running', actions: 'hang' }, act: openLayer },
  { name: 'image-layer-failed', scene: { state: 'running', actions: 'fail' }, act: openLayer },
  { name: 'image-hostile', scene: { state: 'running' }, act: (page) => openImage(page, 'No name') },
  {
    name: 'image-tag',
    scene: { state: 'running', actions: 'fail' },
    act: async (page) => {
      await openImage(page, 'nginx');
      await page.getByRole('button', { name: 'Tag', exact: true }).click();
      await page.getByRole('textbox', { name: 'Name' }).fill('shop/web:2');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    },
  },
];
