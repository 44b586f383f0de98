// Pictures of the command palette.

/** @typedef {import('playwright-core').Page} Page */

/** @param {string} typed what is looked for */
const find = (typed) => async (/** @type {Page} */ page) => {
  await page.getByRole('row').filter({ hasText: 'shop-web-1' }).waitFor();
  await page.keyboard.press('Control+K');
  await page.getByRole('dialog', { name: 'Command palette' }).locator('input').fill(typed);
  await page.getByRole('menu', { name: 'Found' }).waitFor();
};

/** @type {readonly import('./shots.mjs').Shot[]} */
export const paletteShots = [
  { name: 'palette', scene: { state: 'running' }, act: find('') },
  { name: 'palette-found', scene: { state: 'running' }, act: find('web') },
  { name: 'palette-action', scene: { state: 'running' }, act: find('stop shop') },
  { name: 'palette-volume', scene: { state: 'running' }, act: find('database') },
  { name: 'palette-prune', scene: { state: 'running' }, act: find('prune') },
  { name: 'palette-none', scene: { state: 'running' }, act: find('penguin') },
];
