// Pictures of working on other engines.
import { goTo } from './go-to.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page */
const engines = async (page) => {
  await goTo('Settings')(page);
  await page.getByRole('button', { name: 'Add an engine' }).scrollIntoViewIfNeeded();
};

/** @type {readonly import('./shots.mjs').Shot[]} */
export const enginesShots = [
  { name: 'engines-list', scene: { state: 'running' }, act: engines },
  {
    name: 'engines-tested',
    scene: { state: 'running' },
    act: async (page) => {
      await engines(page);
      await page.getByRole('button', { name: 'Test build' }).click();
      await page.getByRole('button', { name: 'Test staging' }).click();
      await page.getByText('has expired').waitFor();
    },
  },
  {
    name: 'engines-menu',
    scene: { state: 'running' },
    act: async (page) => {
      await page.getByRole('button', { name: 'Choose an engine' }).click();
      await page.getByRole('menuitem', { name: 'staging' }).waitFor();
    },
  },
  {
    name: 'engines-add',
    scene: { state: 'running' },
    act: async (page) => {
      await engines(page);
      await page.getByRole('button', { name: 'Add an engine' }).click();
      await page.getByLabel('Name', { exact: true }).fill('lab');
      await page.getByLabel('Endpoint').fill('tcp://lab.example:2376');
    },
  },
  {
    name: 'engines-refused',
    scene: { state: 'running' },
    act: async (page) => {
      await engines(page);
      await page.getByRole('button', { name: 'Add an engine' }).click();
      await page.getByLabel('Name', { exact: true }).fill('lab');
      await page.getByLabel('Endpoint').fill('lab.example');
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByText('of no kind').waitFor();
    },
  },
  { name: 'engines-other', scene: { state: 'running', engine: 'other' } },
  { name: 'engines-other-page', scene: { state: 'running', engine: 'other' }, act: goTo(/^Engine:/) },
  { name: 'engines-other-snapshots', scene: { state: 'running', engine: 'other' }, act: goTo('Snapshots') },
  { name: 'engines-lost', scene: { state: 'running', engine: 'lost' } },
  { name: 'engines-lost-page', scene: { state: 'running', engine: 'lost' }, act: goTo(/^Engine:/) },
  { name: 'engines-list-large', scene: { state: 'running' }, act: engines, look: 'large' },
];
