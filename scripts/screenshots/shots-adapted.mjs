// Pictures of some views as those see them who have asked the system for other text or colours.
import { goTo } from './go-to.mjs';
import { openRunForm } from './shots-run.mjs';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('./shots.mjs').Look} Look
 */

/** @type {readonly Look[]} */
const looks = ['large', 'contrast', 'forced'];

export const adaptedShots = looks.flatMap((look) => [
  { name: `${look}-containers`, scene: { state: /** @type {const} */ ('running') }, look },
  { name: `${look}-engine`, scene: { state: /** @type {const} */ ('waiting') }, look },
  {
    name: `${look}-settings`,
    scene: { state: /** @type {const} */ ('running') },
    act: goTo('Settings'),
    look,
  },
  {
    name: `${look}-run`,
    scene: { state: /** @type {const} */ ('running') },
    act: openRunForm,
    look,
  },
  {
    name: `${look}-create-network`,
    scene: { state: /** @type {const} */ ('running') },
    act: async (/** @type {Page} */ page) => {
      await goTo('Networks')(page);
      await page.getByRole('button', { name: 'Create', exact: true }).click();
      await page.getByRole('dialog').waitFor();
    },
    look,
  },
  {
    name: `${look}-focus`,
    scene: { state: /** @type {const} */ ('running') },
    act: async (/** @type {Page} */ page) => {
      await page.getByRole('button', { name: 'Restart shop-db-1' }).focus();
      await page.keyboard.press('Tab');
    },
    look,
  },
]);
