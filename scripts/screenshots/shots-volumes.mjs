// Pictures of the volumes: their list, and the page of one. Their files are in shots-files.mjs.
import { goTo } from './go-to.mjs';

/** @type {readonly import('./shots.mjs').Shot[]} */
export const volumeShots = [
  { name: 'volumes', scene: { state: 'running' }, act: goTo('Volumes') },
  { name: 'volumes-measuring', scene: { state: 'running', actions: 'hang' }, act: goTo('Volumes') },
  { name: 'volumes-empty', scene: { state: 'running', containers: 'none' }, act: goTo('Volumes') },
  { name: 'volumes-error', scene: { state: 'running', containers: 'failing' }, act: goTo('Volumes') },
  { name: 'volumes-asleep', scene: { state: 'sleeping' }, act: goTo('Volumes') },
  { name: 'volumes-hostile', scene: { state: 'running', containers: 'hostile' }, act: goTo('Volumes') },
  {
    name: 'volumes-chosen',
    scene: { state: 'running', actions: 'fail' },
    act: async (page) => {
      await goTo('Volumes')(page);
      await page.getByLabel('Choose all: Volumes').click();
      await page.getByRole('button', { name: /^Remove \d+$/ }).click();
    },
  },
  {
    name: 'volumes-removed-some',
    scene: { state: 'running', actions: 'fail' },
    act: async (page) => {
      await goTo('Volumes')(page);
      await page.getByLabel('Choose all: Volumes').click();
      await page.getByRole('button', { name: /^Remove \d+$/ }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
      await page.getByText('Details').click();
    },
  },
  {
    name: 'volumes-prune',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo('Volumes')(page);
      await page.getByRole('button', { name: 'Prune' }).click();
      await page.getByText('Also the one').click();
    },
  },
  {
    name: 'volumes-create',
    scene: { state: 'running', actions: 'fail' },
    act: async (page) => {
      await goTo('Volumes')(page);
      await page.getByRole('button', { name: 'Create', exact: true }).click();
      await page.getByLabel('Labels').fill('=x');
      await page.keyboard.press('Shift+Tab');
      await page.getByLabel('Name', { exact: true }).press('Enter');
    },
  },
  {
    name: 'volume',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo('Volumes')(page);
      await page.getByRole('button', { name: 'shop_uploads', exact: true }).click();
    },
  },
  {
    name: 'volume-options',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo('Volumes')(page);
      await page.getByRole('button', { name: 'archive-2024', exact: true }).click();
    },
  },
];
