// Pictures of the engine: each state of it, and its page.
import { goTo } from './go-to.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page */
const showConsole = (page) => page.getByRole('button', { name: 'Show console' }).click();

/** @type {readonly import('./shots.mjs').Shot[]} */
export const engineShots = [
  { name: 'engine-looking', scene: { state: 'unknown' } },
  { name: 'engine-unreachable', scene: { state: 'unreachable' } },
  { name: 'engine-stopped', scene: { state: 'stopped' } },
  { name: 'engine-preparing', scene: { state: 'preparing' } },
  { name: 'engine-booting', scene: { state: 'booting' } },
  { name: 'engine-waiting', scene: { state: 'waiting' } },
  { name: 'engine-waiting-console', scene: { state: 'waiting' }, act: showConsole },
  { name: 'engine-backoff', scene: { state: 'backoff' } },
  { name: 'engine-failed', scene: { state: 'failed' } },
  { name: 'engine-failed-console', scene: { state: 'failed' }, act: showConsole },
  { name: 'engine-stopping', scene: { state: 'stopping' } },
  { name: 'engine-falling-asleep', scene: { state: 'falling asleep' } },
  { name: 'engine-sleeping', scene: { state: 'sleeping' } },
  { name: 'engine-waking', scene: { state: 'waking' } },
  { name: 'engine-from-template', scene: { state: 'from a template' } },
  { name: 'engine-running', scene: { state: 'running' }, act: goTo(/^Engine:/) },
  { name: 'engine-restarted', scene: { state: 'restarted' }, act: goTo(/^Engine:/) },
  {
    name: 'engine-running-stages',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo(/^Engine:/)(page);
      await page.getByText('Stages of the last start').click();
    },
  },
];
