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

/** @type {readonly import('./shots.mjs').Shot[]} */
export const imageShots = [
  { name: 'images', scene: { state: 'running' }, act: goToImages },
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
  { name: 'image', scene: { state: 'running' }, act: (page) => openImage(page, 'nginx') },
  {
    name: 'image-layers',
    scene: { state: 'running' },
    act: async (page) => {
      await openImage(page, 'nginx');
      await page.getByRole('tab', { name: 'Layers' }).click();
    },
  },
  { name: 'image-hostile', scene: { state: 'running' }, act: (page) => openImage(page, 'No name') },
  {
    name: 'image-tag',
    scene: { state: 'running', actions: 'fail' },
    act: async (page) => {
      await openImage(page, 'nginx');
      await page.getByRole('button', { name: 'Tag', exact: true }).click();
      await page.getByRole('textbox', { name: 'Name' }).fill('Shop/Web:2');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    },
  },
];
