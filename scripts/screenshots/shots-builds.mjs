// Pictures of the builds: their list, the form, and one as it goes on, fails and is done.
import { goTo } from './go-to.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page */
async function openForm(page) {
  await goTo('Builds')(page);
  await page.getByRole('main').getByRole('button', { name: 'Build', exact: true }).click();
  await page.getByRole('button', { name: 'Choose a folder…' }).click();
  await page.getByText('/home/maria/shop/web/Dockerfile').waitFor();
}

/** @param {Page} page */
async function build(page) {
  await openForm(page);
  const form = page.getByRole('dialog');
  await form.getByLabel('Names', { exact: true }).fill('shop/web:2.5.0');
  await form.getByRole('button', { name: 'Build', exact: true }).click();
  await page.getByRole('list', { name: 'Steps' }).waitFor();
}

/** @type {readonly import('./shots.mjs').Shot[]} */
export const buildShots = [
  { name: 'builds', scene: { state: 'running' }, act: goTo('Builds') },
  { name: 'builds-empty', scene: { state: 'running', containers: 'none' }, act: goTo('Builds') },
  { name: 'builds-offline', scene: { state: 'stopped' }, act: goTo('Builds') },
  {
    name: 'builds-cache',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo('Builds')(page);
      await page.getByRole('tab', { name: 'Cache' }).click();
    },
  },
  {
    name: 'builds-form',
    scene: { state: 'running' },
    act: async (page) => {
      await openForm(page);
      const form = page.getByRole('dialog');
      await form.getByLabel('Argument 1', { exact: true }).fill('NODE_ENV');
      await form.getByRole('button', { name: 'Add a secret text' }).click();
      await form.getByLabel('Secret 1', { exact: true }).fill('npm token');
      await form.getByRole('button', { name: 'Build', exact: true }).click();
    },
  },
  { name: 'build-running', scene: { state: 'running', actions: 'hang' }, act: build },
  { name: 'build-failed', scene: { state: 'running', actions: 'fail' }, act: build },
  { name: 'build-done', scene: { state: 'running' }, act: build },
  { name: 'build-running-large', scene: { state: 'running', actions: 'hang' }, act: build, look: 'large' },
  {
    name: 'build-dockerfile',
    scene: { state: 'running' },
    act: async (page) => {
      await build(page);
      await page.getByRole('tab', { name: 'Dockerfile' }).click();
      await page.getByText('FromAsCasing').waitFor();
    },
  },
  {
    name: 'builds-compare',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo('Builds')(page);
      const boxes = page.getByLabel('Choose shop/api:2.4.0', { exact: true });
      await boxes.first().check();
      await boxes.last().check();
      await page.getByRole('button', { name: 'Compare two' }).click();
      await page.getByRole('dialog').getByText('All of it').waitFor();
    },
  },
  {
    name: 'build-facts',
    scene: { state: 'running' },
    act: async (page) => {
      await build(page);
      await page.getByRole('tab', { name: 'Overview' }).click();
      await page.getByText('Kept by BuildKit').waitFor();
    },
  },
  {
    name: 'build-facts-missing',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo('Builds')(page);
      await page.getByRole('button', { name: 'shop/api:2.4.0', exact: true }).nth(1).click();
      await page.getByRole('tab', { name: 'Overview' }).click();
      await page.getByText('Could not read all of this build').waitFor();
    },
  },
];
