// Pictures of containers: their list, and the page of one.
import { goTo } from './go-to.mjs';

/** @typedef {import('playwright-core').Page} Page */

/**
 * Opens the page of a container, at its first tab or another.
 * @param {Page} page
 * @param {string} name
 * @param {string} [tab]
 */
async function openContainer(page, name, tab) {
  await page.getByRole('button', { name, exact: true }).click();
  // The page's code is fetched first.
  await page.getByRole('tab', { name: 'Overview' }).waitFor();
  if (tab !== undefined) await page.getByRole('tab', { name: tab }).click();
}

/** @type {readonly import('./shots.mjs').Shot[]} */
export const containerShots = [
  { name: 'containers', scene: { state: 'running' } },
  { name: 'containers-many', scene: { state: 'running', containers: 'many' } },
  { name: 'containers-empty', scene: { state: 'running', containers: 'none' } },
  { name: 'containers-loading', scene: { state: 'running', containers: 'loading' } },
  { name: 'containers-error', scene: { state: 'running', containers: 'failing' } },
  { name: 'containers-offline', scene: { state: 'stopped' }, act: goTo('Containers') },
  { name: 'containers-starting', scene: { state: 'waiting' }, act: goTo('Containers') },
  { name: 'containers-asleep', scene: { state: 'sleeping' }, act: goTo('Containers') },
  {
    name: 'containers-falling-asleep',
    scene: { state: 'falling asleep' },
    act: goTo('Containers'),
  },
  { name: 'containers-failed', scene: { state: 'failed' }, act: goTo('Containers') },
  { name: 'containers-hostile', scene: { state: 'running', containers: 'hostile' } },
  {
    name: 'containers-filtered',
    scene: { state: 'running' },
    act: async (page) => page.getByLabel('Filter containers').fill('shop api'),
  },
  {
    name: 'containers-no-match',
    scene: { state: 'running' },
    act: async (page) => page.getByLabel('Filter containers').fill('nothing like it'),
  },
  {
    name: 'containers-busy',
    scene: { state: 'running', actions: 'hang' },
    act: async (page) => {
      await page.getByRole('button', { name: 'Stop shop-web-1' }).click();
      await page.getByRole('button', { name: 'Start registry' }).click();
      await page.getByRole('button', { name: 'Remove old-import' }).click();
    },
  },
  {
    name: 'containers-done',
    scene: { state: 'running' },
    act: (page) => page.getByRole('button', { name: 'Start registry' }).click(),
  },
  {
    name: 'containers-action-failed',
    scene: { state: 'running', actions: 'fail' },
    act: (page) => page.getByRole('button', { name: 'Start registry' }).click(),
  },
  {
    name: 'containers-remove',
    scene: { state: 'running' },
    act: (page) => page.getByRole('button', { name: 'Remove shop-db-1' }).click(),
  },
  { name: 'container', scene: { state: 'running' }, act: (page) => openContainer(page, 'shop-web-1') },
  {
    name: 'container-ended',
    scene: { state: 'running' },
    act: (page) => openContainer(page, 'shop-worker-1'),
  },
  {
    name: 'container-stats',
    scene: { state: 'running' },
    act: (page) => openContainer(page, 'shop-web-1', 'Stats'),
  },
  {
    name: 'container-stats-none',
    scene: { state: 'running' },
    act: (page) => openContainer(page, 'shop-worker-1', 'Stats'),
  },
  {
    name: 'container-processes',
    scene: { state: 'running' },
    act: (page) => openContainer(page, 'shop-web-1', 'Processes'),
  },
  {
    name: 'container-changes',
    scene: { state: 'running' },
    act: (page) => openContainer(page, 'shop-web-1', 'Changes'),
  },
  {
    name: 'container-no-changes',
    scene: { state: 'running' },
    act: (page) => openContainer(page, 'shop-worker-1', 'Changes'),
  },
  {
    name: 'container-inspect',
    scene: { state: 'running' },
    act: (page) => openContainer(page, 'shop-web-1', 'Inspect'),
  },
];
