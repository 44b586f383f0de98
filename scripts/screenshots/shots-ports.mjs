// Pictures of the published ports.
import { goTo } from './go-to.mjs';

/** @type {readonly import('./shots.mjs').Shot[]} */
export const portShots = [
  { name: 'ports', scene: { state: 'running' }, act: goTo('Ports') },
  { name: 'ports-empty', scene: { state: 'running', containers: 'none' }, act: goTo('Ports') },
  { name: 'ports-stopped', scene: { state: 'stopped' }, act: goTo('Ports') },
  { name: 'ports-error', scene: { state: 'unreachable' }, act: goTo('Ports') },
  {
    name: 'ports-no-match',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo('Ports')(page);
      await page.getByLabel('Filter ports').fill('no such port');
    },
  },
];
