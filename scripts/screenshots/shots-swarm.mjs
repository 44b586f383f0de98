// Pictures of the Swarm: how the engine stands to one, its parts, the pages of a service and a node, and what is asked.
import { goTo } from './go-to.mjs';

/** @typedef {import('playwright-core').Page} Page */

const open = goTo('Swarm');

/** @param {string} name */
const tab = (name) => async (/** @type {Page} */ page) => {
  await open(page);
  await page.getByRole('tab', { name }).click();
};

/**
 * @param {string} row
 * @param {string} entry
 */
const choose = async (/** @type {Page} */ page, row, entry) => {
  await page.getByRole('button', { name: `More for ${row}`, exact: true }).click();
  await page.getByRole('menuitem', { name: entry }).click();
};

const some = /** @type {const} */ ({ state: 'running', swarm: 'some' });

/** @type {readonly import('./shots.mjs').Shot[]} */
export const swarmShots = [
  { name: 'swarm-none', scene: { state: 'running' }, act: open },
  { name: 'swarm-asleep', scene: { state: 'sleeping' }, act: open },
  { name: 'swarm-worker', scene: { state: 'running', swarm: 'worker' }, act: open },
  { name: 'swarm-locked', scene: { state: 'running', swarm: 'locked' }, act: open },
  { name: 'swarm-leaderless', scene: { state: 'running', swarm: 'leaderless' }, act: open },
  { name: 'swarm-new', scene: { state: 'running', swarm: 'new' }, act: open },
  { name: 'swarm-services', scene: some, act: open },
  { name: 'swarm-services-large', look: 'large', scene: some, act: open },
  { name: 'swarm-tasks', scene: some, act: tab('Tasks') },
  { name: 'swarm-nodes', scene: some, act: tab('Nodes') },
  {
    name: 'swarm-add-node',
    scene: { state: 'running', actions: 'fail' },
    act: async (page) => {
      await open(page);
      await page.getByRole('button', { name: 'Begin with a second VM here' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
    },
  },
  {
    name: 'swarm-add-node-busy',
    scene: { ...some, actions: 'hang' },
    act: async (page) => {
      await tab('Nodes')(page);
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('node-3');
      await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
    },
  },
  {
    name: 'swarm-remove-node-vm',
    scene: some,
    act: async (page) => {
      await tab('Nodes')(page);
      await choose(page, 'node-2', 'Remove…');
    },
  },
  { name: 'swarm-stacks', scene: some, act: tab('Stacks') },
  { name: 'swarm-secrets', scene: some, act: tab('Secrets') },
  { name: 'swarm-configs-none', scene: { state: 'running', swarm: 'new' }, act: tab('Configs') },
  {
    name: 'swarm-service',
    scene: some,
    act: async (page) => {
      await open(page);
      await page.getByRole('button', { name: 'shop_web', exact: true }).click();
      await page.getByRole('tab', { name: 'Overview' }).click();
    },
  },
  {
    name: 'swarm-service-failing',
    scene: some,
    act: async (page) => {
      await open(page);
      await page.getByRole('button', { name: 'mailer', exact: true }).click();
    },
  },
  {
    name: 'swarm-service-menu',
    scene: some,
    act: async (page) => {
      await open(page);
      await page.getByRole('button', { name: 'More for shop_web', exact: true }).click();
    },
  },
  {
    name: 'swarm-node',
    scene: some,
    act: async (page) => {
      await tab('Nodes')(page);
      await page.getByRole('button', { name: 'slipway', exact: true }).click();
    },
  },
  {
    name: 'swarm-init',
    scene: { state: 'running', actions: 'fail' },
    act: async (page) => {
      await open(page);
      await page.getByRole('button', { name: 'Create a Swarm' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
    },
  },
  {
    name: 'swarm-create-service',
    scene: some,
    act: async (page) => {
      await open(page);
      await page.getByRole('button', { name: 'Create', exact: true }).click();
      await page.getByLabel('Image', { exact: true }).fill('nginx:1.29');
      await page.getByLabel('Published port 1').fill('8080');
      await page.getByLabel('Image', { exact: true }).press('Enter');
    },
  },
  {
    name: 'swarm-update-service',
    scene: some,
    act: async (page) => {
      await open(page);
      await choose(page, 'shop_web', 'Update…');
    },
  },
  {
    name: 'swarm-tokens',
    scene: some,
    act: async (page) => {
      await tab('Nodes')(page);
      await page.getByRole('button', { name: 'Join tokens' }).click();
      await page.getByRole('button', { name: 'Show how a worker joins' }).click();
    },
  },
  {
    name: 'swarm-create-secret',
    scene: some,
    act: async (page) => {
      await tab('Secrets')(page);
      await page.getByRole('button', { name: 'Create', exact: true }).click();
    },
  },
  {
    name: 'swarm-deploy-stack',
    scene: some,
    act: async (page) => {
      await tab('Stacks')(page);
      await page.getByRole('button', { name: 'Deploy', exact: true }).click();
      await page.getByLabel('Name', { exact: true }).fill('shop');
    },
  },
  {
    name: 'swarm-remove-services',
    scene: some,
    act: async (page) => {
      await open(page);
      await page.getByLabel('Choose all: Services').click();
      await page.getByRole('button', { name: /^Remove \d+$/ }).click();
    },
  },
  {
    name: 'swarm-leave',
    scene: some,
    act: async (page) => {
      await open(page);
      await choose(page, 'the Swarm', 'Leave the Swarm…');
    },
  },
];
