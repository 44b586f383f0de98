// What is pictured: each a scene (app.ts) and what is then done in the page.
import { actionShots } from './shots-actions.mjs';
import { fileShots } from './shots-files.mjs';
import { imageShots } from './shots-images.mjs';
import { logShots } from './shots-logs.mjs';
import { paletteShots } from './shots-palette.mjs';
import { recreateShots } from './shots-recreate.mjs';
import { openRunForm, runShots } from './shots-run.mjs';
import { terminalShots } from './shots-terminal.mjs';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('./app.ts').Scene} Scene
 * @typedef {'large' | 'contrast' | 'forced'} Look text at 200 %, more contrast, the system's own colours
 * @typedef {{ name: string, scene: Partial<Scene>, act?: (page: Page) => Promise<void>, look?: Look }} Shot
 */

/** @param {string} name */
const goTo = (name) => (/** @type {Page} */ page) =>
  page.getByRole('navigation').getByRole('button', { name }).click();

/** @param {Page} page */
const showConsole = (page) => page.getByRole('button', { name: 'Show console' }).click();

/**
 * @param {Page} page
 * @param {string} title
 * @param {string} text
 */
async function writeSetting(page, title, text) {
  await page.getByRole('textbox', { name: title, exact: true }).fill(text);
  await page.keyboard.press('Enter');
}

/**
 * Opens the page of a container, at its first tab or another.
 * @param {Page} page
 * @param {string} name
 * @param {string} [tab]
 */
async function openContainer(page, name, tab) {
  await page.getByRole('button', { name, exact: true }).click();
  // The page's code is fetched first.
  await page.getByRole('tab', { name: 'Overview' }).waitFor();
  if (tab !== undefined) await page.getByRole('tab', { name: tab }).click();
}

/** @type {readonly Look[]} */
const looks = ['large', 'contrast', 'forced'];

/** Some views as those see them who have asked the system for other text or colours. */
const adapted = looks.flatMap((look) => [
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
    name: `${look}-focus`,
    scene: { state: /** @type {const} */ ('running') },
    act: async (/** @type {Page} */ page) => {
      await page.getByRole('button', { name: 'Restart shop-db-1' }).focus();
      await page.keyboard.press('Tab');
    },
    look,
  },
]);
/**
 * @param {Page} page
 * @param {string} tab
 */
async function goToSystem(page, tab) {
  await goTo('System')(page);
  await page.getByRole('tab', { name: tab }).click();
}

/** @type {readonly Shot[]} */
export const shots = [
  ...adapted,
  ...fileShots,
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
  { name: 'engine-running', scene: { state: 'running' }, act: goTo('Engine') },
  {
    name: 'engine-running-stages',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo('Engine')(page);
      await page.getByText('Stages of the last start').click();
    },
  },
  { name: 'containers', scene: { state: 'running' } },
  { name: 'containers-many', scene: { state: 'running', containers: 'many' } },
  { name: 'containers-empty', scene: { state: 'running', containers: 'none' } },
  { name: 'containers-loading', scene: { state: 'running', containers: 'loading' } },
  { name: 'containers-error', scene: { state: 'running', containers: 'failing' } },
  { name: 'containers-offline', scene: { state: 'stopped' }, act: goTo('Containers') },
  { name: 'containers-starting', scene: { state: 'waiting' }, act: goTo('Containers') },
  { name: 'containers-asleep', scene: { state: 'sleeping' }, act: goTo('Containers') },
  {
    name: 'containers-falling-asleep',
    scene: { state: 'falling asleep' },
    act: goTo('Containers'),
  },
  { name: 'containers-failed', scene: { state: 'failed' }, act: goTo('Containers') },
  { name: 'containers-hostile', scene: { state: 'running', containers: 'hostile' } },
  {
    name: 'containers-filtered',
    scene: { state: 'running' },
    act: async (page) => page.getByLabel('Filter containers').fill('shop api'),
  },
  {
    name: 'containers-no-match',
    scene: { state: 'running' },
    act: async (page) => page.getByLabel('Filter containers').fill('nothing like it'),
  },
  {
    name: 'containers-busy',
    scene: { state: 'running', actions: 'hang' },
    act: async (page) => {
      await page.getByRole('button', { name: 'Stop shop-web-1' }).click();
      await page.getByRole('button', { name: 'Start registry' }).click();
      await page.getByRole('button', { name: 'Remove old-import' }).click();
    },
  },
  {
    name: 'containers-done',
    scene: { state: 'running' },
    act: (page) => page.getByRole('button', { name: 'Start registry' }).click(),
  },
  {
    name: 'containers-action-failed',
    scene: { state: 'running', actions: 'fail' },
    act: (page) => page.getByRole('button', { name: 'Start registry' }).click(),
  },
  {
    name: 'containers-remove',
    scene: { state: 'running' },
    act: (page) => page.getByRole('button', { name: 'Remove shop-db-1' }).click(),
  },
  { name: 'container', scene: { state: 'running' }, act: (page) => openContainer(page, 'shop-web-1') },
  {
    name: 'container-ended',
    scene: { state: 'running' },
    act: (page) => openContainer(page, 'shop-worker-1'),
  },
  {
    name: 'container-stats',
    scene: { state: 'running' },
    act: (page) => openContainer(page, 'shop-web-1', 'Stats'),
  },
  {
    name: 'container-stats-none',
    scene: { state: 'running' },
    act: (page) => openContainer(page, 'shop-worker-1', 'Stats'),
  },
  {
    name: 'container-processes',
    scene: { state: 'running' },
    act: (page) => openContainer(page, 'shop-web-1', 'Processes'),
  },
  {
    name: 'container-changes',
    scene: { state: 'running' },
    act: (page) => openContainer(page, 'shop-web-1', 'Changes'),
  },
  {
    name: 'container-no-changes',
    scene: { state: 'running' },
    act: (page) => openContainer(page, 'shop-worker-1', 'Changes'),
  },
  {
    name: 'container-inspect',
    scene: { state: 'running' },
    act: (page) => openContainer(page, 'shop-web-1', 'Inspect'),
  },
  ...actionShots,
  ...runShots,
  ...recreateShots,
  ...imageShots,
  ...logShots,
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
  { name: 'settings', scene: { state: 'running' }, act: goTo('Settings') },
  {
    name: 'settings-changed',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo('Settings')(page);
      await writeSetting(page, 'Memory', '4096');
      await writeSetting(page, 'QEMU program', '/opt/qemu-11/bin/qemu-system-x86_64');
      await page.locator('[data-setting="docker.useContext"] .switch').click();
      await page.getByText('to take effect').waitFor();
    },
  },
  {
    name: 'settings-refused',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo('Settings')(page);
      await writeSetting(page, 'Cores', 'many');
      await writeSetting(page, 'Memory', '100');
      await writeSetting(page, 'QEMU program', 'qemu-system-x86_64');
      await page.getByText('Give it the absolute path').waitFor();
    },
  },
  {
    name: 'settings-not-saved',
    scene: { state: 'running', actions: 'fail' },
    act: async (page) => {
      await goTo('Settings')(page);
      await page.locator('[data-setting="docker.context"] .switch').click();
      await writeSetting(page, 'Size', '128');
      await page.getByText('cannot be written').nth(1).waitFor();
    },
  },
  {
    name: 'settings-choice',
    scene: { state: 'running' },
    act: async (page) => {
      await goTo('Settings')(page);
      await page.getByRole('button', { name: 'Accelerator' }).click();
    },
  },
  { name: 'settings-loading', scene: { state: 'unknown' }, act: goTo('Settings') },
  { name: 'settings-error', scene: { state: 'unreachable' }, act: goTo('Settings') },
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
  ...terminalShots,
  ...paletteShots,
];
