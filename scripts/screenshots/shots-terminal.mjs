// Pictures of terminals: in the view of their own, on a container's page, and what is said when there is none.

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page */
async function goToTerminals(page) {
  await page.getByRole('navigation').getByRole('button', { name: 'Terminal' }).click();
  // Its code is fetched first.
  await page.locator('.empty-state').waitFor();
}

/**
 * @param {Page} page
 * @param {string} name
 */
async function openTerminal(page, name) {
  await page.getByRole('button', { name: `Open a terminal in ${name}` }).click();
  await page.getByText('1 error').waitFor();
}

/** @type {readonly import('./shots.mjs').Shot[]} */
export const terminalShots = [
  { name: 'terminal-empty', scene: { state: 'running' }, act: goToTerminals },
  { name: 'terminal-offline', scene: { state: 'stopped' }, act: goToTerminals },
  {
    name: 'terminal',
    scene: { state: 'running' },
    act: async (page) => {
      await openTerminal(page, 'shop-web-1');
      await page.getByRole('button', { name: 'New terminal' }).click();
      await page.getByRole('menuitem', { name: 'Virtual machine' }).click();
      await page.getByText('1 error').waitFor();
    },
  },
  {
    name: 'terminal-menu',
    scene: { state: 'running' },
    act: async (page) => {
      await page.getByRole('navigation').getByRole('button', { name: 'Terminal' }).click();
      await page.getByRole('button', { name: 'Open in a container' }).click();
    },
  },
  {
    name: 'terminal-find',
    scene: { state: 'running' },
    act: async (page) => {
      await openTerminal(page, 'shop-web-1');
      await page.keyboard.press('Control+Shift+F');
      await page.getByLabel('Search the terminal').getByRole('searchbox').fill('s');
      await page.getByText(/^\d+ of \d+$/).waitFor();
    },
  },
  {
    name: 'terminal-ended',
    scene: { state: 'running' },
    act: async (page) => {
      await openTerminal(page, 'shop-web-1');
      await page.keyboard.type('exit 3\n');
      await page.getByText('The shell has ended with code 3.').waitFor();
    },
  },
  {
    name: 'terminal-no-shell',
    scene: { state: 'running', actions: 'fail' },
    act: async (page) => {
      await page.getByRole('button', { name: 'Open a terminal in dns' }).click();
      await page.getByText('It has no shell').waitFor();
    },
  },
  {
    name: 'terminal-opening',
    scene: { state: 'running', actions: 'hang' },
    act: async (page) => {
      await page.getByRole('button', { name: 'More for dns' }).click();
      await page.getByRole('menuitem', { name: 'Debug shell' }).click();
      await page.getByText('Opening a debug shell').waitFor();
    },
  },
  {
    name: 'terminal-choose',
    scene: { state: 'running' },
    act: async (page) => {
      await page.getByRole('button', { name: 'More for shop-db-1' }).click();
      await page.getByRole('menuitem', { name: 'Open a terminal as…' }).click();
      await page.getByRole('button', { name: 'Shell' }).click();
      await page.getByRole('option', { name: 'A command of your own' }).click();
      await page.getByRole('button', { name: 'Open', exact: true }).click();
    },
  },
  {
    name: 'container-terminal-none',
    scene: { state: 'running' },
    act: async (page) => {
      await page.getByRole('button', { name: 'shop-web-1', exact: true }).click();
      await page.getByRole('tab', { name: 'Terminal' }).click();
      await page.getByText('No terminal is open').waitFor();
    },
  },
  {
    name: 'container-terminal',
    scene: { state: 'running' },
    act: async (page) => {
      await page.getByRole('button', { name: 'shop-web-1', exact: true }).click();
      await page.getByRole('tab', { name: 'Terminal' }).click();
      await page.getByRole('button', { name: 'Open a terminal', exact: true }).click();
      await page.getByText('1 error').waitFor();
    },
  },
];
