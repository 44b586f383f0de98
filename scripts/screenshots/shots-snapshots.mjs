// Pictures of the snapshots.
import { goTo } from './go-to.mjs';

/** @type {readonly import('./shots.mjs').Shot[]} */
export const snapshotShots = [
  { name: 'snapshots', scene: { state: 'running' }, act: goTo('Snapshots') },
  { name: 'snapshots-empty', scene: { state: 'stopped', containers: 'none' }, act: goTo('Snapshots') },
  { name: 'snapshots-error', scene: { state: 'unreachable' }, act: goTo('Snapshots') },
  {
    name: 'snapshots-refused',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo('Snapshots')(page);
      await page.getByRole('button', { name: 'Create', exact: true }).click();
      await page.getByLabel('Name').fill('a name');
      await page.keyboard.press('Enter');
    },
  },
  {
    name: 'snapshots-creating',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo('Snapshots')(page);
      await page.getByRole('button', { name: 'Create', exact: true }).click();
      await page.getByLabel('Name').fill('before-migration');
      await page.keyboard.press('Enter');
      await page.getByRole('progressbar').waitFor();
    },
  },
  {
    name: 'snapshots-restore',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo('Snapshots')(page);
      await page.getByRole('button', { name: 'Restore seeded-database' }).click();
    },
  },
];
