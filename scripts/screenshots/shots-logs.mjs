// Pictures of logs: of all containers, and on the page of one.

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page */
async function goToLogs(page) {
  await page.getByRole('navigation').getByRole('button', { name: 'Logs' }).click();
  await page.getByRole('searchbox', { name: 'Search the log' }).waitFor();
  // It is drawn a moment after lines have come.
  await page.waitForTimeout(250);
}

/**
 * @param {Page} page
 * @param {string} name
 */
async function openLog(page, name) {
  await page.getByRole('button', { name, exact: true }).click();
  await page.getByRole('tab', { name: 'Logs' }).click();
  await page.waitForTimeout(250);
}

/**
 * @param {string} text
 * @param {(page: Page) => Promise<void>} [then]
 */
const search = (text, then) => async (/** @type {Page} */ page) => {
  await goToLogs(page);
  await page.getByRole('searchbox', { name: 'Search the log' }).fill(text);
  await page.waitForTimeout(400);
  await then?.(page);
};

/** @type {readonly import('./shots.mjs').Shot[]} */
export const logShots = [
  { name: 'logs', scene: {}, act: goToLogs },
  { name: 'logs-empty', scene: { logs: 'none' }, act: goToLogs },
  { name: 'logs-loading', scene: { logs: 'loading' }, act: goToLogs },
  { name: 'logs-error', scene: { logs: 'failing' }, act: goToLogs },
  { name: 'logs-away', scene: { actions: 'hang' }, act: goToLogs },
  { name: 'logs-asleep', scene: { state: 'sleeping' }, act: goToLogs },
  { name: 'logs-offline', scene: { state: 'stopped' }, act: goToLogs },
  { name: 'logs-hostile', scene: { logs: 'hostile' }, act: goToLogs },
  {
    name: 'logs-search',
    scene: {},
    act: search('GET|POST', async (page) => {
      await page.keyboard.press('Enter');
      await page.keyboard.press('Shift+Enter');
      await page.waitForTimeout(200);
    }),
  },
  {
    name: 'logs-matches-only',
    scene: {},
    act: search('\\b5\\d\\d\\b', (page) => page.getByRole('button', { name: 'Matches only' }).click()),
  },
  { name: 'logs-bad-expression', scene: {}, act: search('(timeout|refused') },
  {
    name: 'logs-no-match',
    scene: {},
    act: search('zebra', (page) => page.getByRole('button', { name: 'Matches only' }).click()),
  },
  {
    name: 'logs-filter',
    scene: {},
    act: async (page) => {
      await goToLogs(page);
      await page.getByRole('button', { name: 'All containers' }).click();
      await page.getByRole('checkbox', { name: 'monitoring-grafana-1', exact: true }).click({ force: true });
    },
  },
  {
    name: 'logs-wrapped',
    scene: { logs: 'hostile' },
    act: async (page) => {
      await goToLogs(page);
      await page.getByRole('button', { name: 'Wrap long lines' }).click();
    },
  },
  {
    name: 'logs-whole-line',
    scene: { logs: 'hostile' },
    act: async (page) => {
      await goToLogs(page);
      await page.getByRole('button', { name: 'Wrap long lines' }).click();
      await page.getByRole('button', { name: '1.03 MB more' }).click();
      await page
        .getByText('Text of the line')
        .or(page.getByRole('button', { name: 'Copy' }))
        .waitFor();
    },
  },
  {
    name: 'logs-million',
    scene: { logs: 'many' },
    act: async (page) => {
      await goToLogs(page);
      await page.getByText('older ones were let go').waitFor({ timeout: 120_000 });
      await page.getByText('Reading what was there before').waitFor({ state: 'detached', timeout: 120_000 });
      await page.getByRole('log').press('Home');
    },
  },
  {
    name: 'logs-saving',
    scene: {},
    act: async (page) => {
      await goToLogs(page);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('menuitem', { name: 'The whole log' }).click();
      await page.getByText('412,880 lines').waitFor();
    },
  },
  { name: 'container-logs', scene: {}, act: (page) => openLog(page, 'shop-api-1') },
  { name: 'container-logs-none', scene: {}, act: (page) => openLog(page, 'dns') },
  { name: 'container-logs-unreadable', scene: { logs: 'unreadable' }, act: (page) => openLog(page, 'dns') },
  { name: 'large-logs', scene: {}, act: goToLogs, look: 'large' },
  { name: 'contrast-logs', scene: {}, act: search('GET'), look: 'contrast' },
  { name: 'forced-logs', scene: {}, act: search('GET'), look: 'forced' },
];
