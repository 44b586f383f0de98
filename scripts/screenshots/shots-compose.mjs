// Pictures of Compose projects: their list, and the page of one.
import { goTo } from './go-to.mjs';

/** @typedef {import('playwright-core').Page} Page */

/**
 * Opens the page of a project, and a tab of it.
 * @param {string} name
 * @param {string} [tab]
 */
const open = (name, tab) => async (/** @type {Page} */ page) => {
  await goTo('Compose')(page);
  await page.getByRole('button', { name, exact: true }).click();
  await page.getByRole('tab', { name: 'Services' }).waitFor();
  if (tab !== undefined) await page.getByRole('tab', { name: tab }).click();
};

/** @type {readonly import('./shots.mjs').Shot[]} */
export const composeShots = [
  { name: 'compose', scene: {}, act: goTo('Compose') },
  { name: 'compose-empty', scene: { containers: 'none' }, act: goTo('Compose') },
  { name: 'compose-stopped', scene: { state: 'stopped' }, act: goTo('Compose') },
  {
    name: 'compose-template',
    scene: { containers: 'none' },
    act: async (page) => {
      await goTo('Compose')(page);
      await page.getByRole('button', { name: 'Begin from a template' }).click();
      await page.getByRole('radiogroup').waitFor();
    },
  },
  { name: 'compose-project', scene: {}, act: open('shop') },
  { name: 'compose-project-large', scene: {}, look: 'large', act: open('shop') },
  { name: 'compose-missing', scene: {}, act: open('archive') },
  {
    name: 'compose-working',
    scene: { actions: 'hang' },
    act: async (page) => {
      await open('shop')(page);
      await page.getByRole('main').getByRole('button', { name: 'Up', exact: true }).click();
      await page.getByText('added 214 packages').waitFor();
    },
  },
  {
    name: 'compose-failed',
    scene: { actions: 'fail' },
    act: async (page) => {
      await open('shop')(page);
      await page.getByRole('main').getByRole('button', { name: 'Up', exact: true }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'compose-logs', scene: {}, act: open('shop', 'Logs') },
  { name: 'compose-picture', scene: {}, act: open('shop', 'Picture') },
  {
    name: 'compose-file',
    scene: {},
    act: async (page) => {
      await open('shop', 'Files')(page);
      await page.getByText(/^Line \d+$/).waitFor();
      await page.getByLabel(/^Preview/).click();
      await page.getByLabel('The project with every variable').waitFor();
    },
  },
  {
    name: 'compose-file-error',
    scene: {},
    act: async (page) => {
      await open('shop', 'Files')(page);
      const editor = page.getByLabel(/^Text of/);
      await editor.waitFor();
      await page.getByText('image', { exact: false }).first().waitFor();
      await editor.focus();
      await page.keyboard.press('Control+Home');
      for (let line = 0; line < 3; line += 1) await page.keyboard.press('ArrowDown');
      for (let letter = 0; letter < 9; letter += 1) await page.keyboard.press('ArrowRight');
      await page.keyboard.type('e');
      await page.getByText(/^Line 4$/).waitFor();
    },
  },
];
