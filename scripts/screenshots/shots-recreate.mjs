// Pictures of making a container anew.

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page */
async function edit(page) {
  await page.getByRole('button', { name: 'More for shop-web-1' }).click();
  await page.getByRole('menuitem', { name: 'Edit and recreate…' }).click();
  await page.getByLabel('Host port 1').waitFor();
}

/** @param {Page} page */
async function review(page) {
  await edit(page);
  await page.getByLabel('Host port 1').fill('9090');
  await page.getByRole('tab', { name: 'Environment' }).click();
  await page.getByLabel('Name 2').fill('BANNER');
  await page.getByLabel('Value 2').fill('<b>hello</b>');
  await page.getByRole('tab', { name: 'Limits' }).click();
  await page.getByLabel('Memory', { exact: true }).fill('');
  await page.getByRole('button', { name: 'Review 3 changes' }).click();
}

/** @param {Page} page */
async function recreate(page) {
  await review(page);
  await page.getByRole('button', { name: 'Recreate' }).click();
  await page.getByText('See whether it goes on').waitFor();
}

/** @type {readonly import('./shots.mjs').Shot[]} */
export const recreateShots = [
  { name: 'recreate-edit', scene: { state: 'running' }, act: edit },
  { name: 'recreate-review', scene: { state: 'running' }, act: review },
  { name: 'recreate-steps', scene: { state: 'running', actions: 'hang' }, act: recreate },
  { name: 'recreate-done', scene: { state: 'running' }, act: recreate },
  { name: 'recreate-failed', scene: { state: 'running', actions: 'fail' }, act: recreate },
  {
    name: 'recreate-pair',
    scene: { state: 'running' },
    act: (page) => page.getByRole('button', { name: 'monitoring-grafana-1', exact: true }).click(),
  },
];
