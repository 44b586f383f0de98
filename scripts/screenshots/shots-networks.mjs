// Pictures of the networks: their list, how they hang together, and the page of one.
import { goTo } from './go-to.mjs';

/** @type {readonly import('./shots.mjs').Shot[]} */
export const networkShots = [
  { name: 'networks', scene: { state: 'running' }, act: goTo('Networks') },
  { name: 'networks-empty', scene: { state: 'running', containers: 'none' }, act: goTo('Networks') },
  { name: 'networks-error', scene: { state: 'running', containers: 'failing' }, act: goTo('Networks') },
  {
    name: 'networks-picture',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo('Networks')(page);
      await page.getByRole('button', { name: 'Picture' }).click();
    },
  },
  {
    name: 'networks-picture-pointed',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo('Networks')(page);
      await page.getByRole('button', { name: 'Picture' }).click();
      await page.getByRole('button', { name: /^shop_back/ }).focus();
    },
  },
  {
    name: 'networks-prune',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo('Networks')(page);
      await page.getByRole('button', { name: 'Prune' }).click();
    },
  },
  {
    name: 'networks-create',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo('Networks')(page);
      await page.getByRole('button', { name: 'Create', exact: true }).click();
      await page.getByLabel('Subnet', { exact: true }).fill('10.20.0.0');
      await page.getByLabel('Name', { exact: true }).press('Enter');
    },
  },
  {
    name: 'network',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo('Networks')(page);
      await page.getByRole('button', { name: 'monitoring_default', exact: true }).click();
    },
  },
  {
    name: 'network-connect',
    scene: { state: 'running', actions: 'fail' },
    act: async (page) => {
      await goTo('Networks')(page);
      await page.getByRole('button', { name: 'monitoring_default', exact: true }).click();
      await page.getByRole('button', { name: 'Connect a container' }).click();
      await page.getByLabel('Container', { exact: true }).fill('registry');
      await page.getByLabel('Container', { exact: true }).press('Enter');
    },
  },
];
