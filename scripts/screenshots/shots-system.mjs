// Pictures of the system: what takes room, what happened, and what runs.
import { goTo } from './go-to.mjs';

/** @typedef {import('playwright-core').Page} Page */

/**
 * @param {Page} page
 * @param {string} tab
 */
async function goToSystem(page, tab) {
  await goTo('System')(page);
  await page.getByRole('tab', { name: tab }).click();
}

/** @type {readonly import('./shots.mjs').Shot[]} */
export const systemShots = [
  { name: 'system-disk', scene: { state: 'running' }, act: goTo('System') },
  { name: 'system-disk-measuring', scene: { state: 'running', actions: 'hang' }, act: goTo('System') },
  { name: 'system-disk-empty', scene: { state: 'running', containers: 'none' }, act: goTo('System') },
  { name: 'system-disk-error', scene: { state: 'running', containers: 'failing' }, act: goTo('System') },
  { name: 'system-asleep', scene: { state: 'sleeping' }, act: goTo('System') },
  {
    name: 'system-prune',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo('System')(page);
      await page.getByRole('button', { name: 'Prune: Images' }).click();
      await page.getByText('Also those with a name').click();
    },
  },
  { name: 'system-events', scene: { state: 'running' }, act: (page) => goToSystem(page, 'Events') },
  {
    name: 'system-events-empty',
    scene: { state: 'running', containers: 'none' },
    act: (page) => goToSystem(page, 'Events'),
  },
  {
    name: 'system-event',
    scene: { state: 'running' },
    act: async (page) => {
      await goToSystem(page, 'Events');
      await page.getByRole('button', { name: 'die' }).click();
    },
  },
  { name: 'system-engine', scene: { state: 'running' }, act: (page) => goToSystem(page, 'Engine') },
  { name: 'system-slipway', scene: { state: 'running' }, act: (page) => goToSystem(page, 'Slipway') },
];
