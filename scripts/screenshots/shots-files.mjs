// Pictures of files: of a container, of a volume, and on their way.

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('./shots.mjs').Shot} Shot
 */

/**
 * Opens the files of a container, at a path.
 * @param {Page} page
 * @param {string} [path]
 */
async function openFiles(page, path) {
  await page.getByRole('button', { name: 'shop-web-1', exact: true }).click();
  await page.getByRole('tab', { name: 'Files' }).click();
  await page.getByLabel('Path').waitFor();
  if (path !== undefined) await goToPath(page, path);
}

/**
 * @param {Page} page
 * @param {string} path
 */
async function goToPath(page, path) {
  await page.getByLabel('Path').fill(path);
  await page.keyboard.press('Enter');
  await page.waitForTimeout(120);
}

/**
 * @param {Page} page
 * @param {string} [tab]
 */
async function openVolume(page, tab) {
  await page.getByRole('navigation').getByRole('button', { name: 'Volumes' }).click();
  await page.getByRole('button', { name: 'shop_database', exact: true }).click();
  if (tab !== undefined) await page.getByRole('tab', { name: tab }).click();
}

/** @param {Page} page */
async function openMissing(page) {
  await openVolume(page, 'Files');
  await goToPath(page, '/none');
}

/**
 * @param {Page} page
 * @param {string} entry
 * @param {string} [of]
 */
async function chooseMore(page, entry, of = 'shop_database') {
  await page.getByRole('button', { name: `More for ${of}` }).click();
  await page.getByRole('menuitem', { name: entry }).click();
}

const running = /** @type {const} */ ({ state: 'running' });

/** @type {readonly Shot[]} */
export const fileShots = [
  { name: 'files', scene: running, act: (page) => openFiles(page) },
  { name: 'files-changed', scene: running, act: (page) => openFiles(page, '/usr/share/nginx') },
  { name: 'files-hostile', scene: running, act: (page) => openFiles(page, '/srv/hostile') },
  { name: 'files-many', scene: running, act: (page) => openFiles(page, '/srv/many') },
  { name: 'files-empty', scene: running, act: (page) => openFiles(page, '/srv/empty') },
  { name: 'files-missing', scene: running, act: (page) => openFiles(page, '/srv/none') },
  {
    name: 'files-chosen',
    scene: running,
    act: async (page) => {
      await openFiles(page, '/etc/nginx');
      await page.getByLabel('Choose mime.types').check();
      await page.getByLabel('Choose nginx.conf').check();
      await page.getByRole('button', { name: 'mime.types', exact: true }).focus();
      await page.keyboard.press('ArrowDown');
    },
  },
  {
    name: 'files-menu',
    scene: running,
    act: async (page) => {
      await openFiles(page, '/etc/nginx');
      await page.getByRole('button', { name: 'More for conf.d' }).click();
    },
  },
  {
    name: 'files-remove',
    scene: running,
    act: async (page) => {
      await openFiles(page, '/etc/nginx');
      await page.getByLabel('Choose conf.d').check();
      await page.getByLabel('Choose nginx.conf').check();
      await page.getByRole('button', { name: 'Delete 2' }).click();
    },
  },
  {
    name: 'files-rename',
    scene: { ...running, actions: 'fail' },
    act: async (page) => {
      await openFiles(page, '/etc/nginx');
      await page.getByRole('button', { name: 'nginx.conf', exact: true }).focus();
      await page.keyboard.press('F2');
      await page.getByRole('dialog').getByLabel('Name').fill('nginx.conf.old');
      await page.keyboard.press('Enter');
    },
  },
  {
    name: 'files-replace',
    scene: running,
    act: async (page) => {
      await openFiles(page, '/etc/nginx/conf.d');
      await page.getByRole('button', { name: 'Upload' }).click();
      await page.getByRole('menuitem', { name: 'Files…' }).click();
      await page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'files-uploading',
    scene: { ...running, actions: 'hang' },
    act: async (page) => {
      await openFiles(page, '/etc/nginx/conf.d');
      await page.getByRole('button', { name: 'Upload' }).click();
      await page.getByRole('menuitem', { name: 'Files…' }).click();
      await page.getByRole('button', { name: 'Replace' }).click();
      await chooseMore(page, 'Save as…', 'site.conf');
    },
  },
  {
    name: 'files-drop',
    scene: running,
    act: async (page) => {
      await openFiles(page, '/etc/nginx/conf.d');
      const data = await page.evaluateHandle(() => {
        const files = new DataTransfer();
        files.items.add(new File(['x'], 'site.conf'));
        return files;
      });
      await page.locator('.drop-zone').dispatchEvent('dragenter', { dataTransfer: data });
    },
  },
  {
    name: 'files-edit',
    scene: running,
    act: async (page) => {
      await openFiles(page, '/etc/nginx/conf.d/default.conf');
      await page.locator('.cm-content').click();
      await page.keyboard.type('# more \u202e \u0007');
    },
  },
  {
    name: 'files-edit-changed',
    scene: running,
    act: async (page) => {
      await openFiles(page, '/etc/nginx/conf.d/site.conf');
      await page.locator('.cm-content').click();
      await page.keyboard.type('x');
      await page.keyboard.press('Control+s');
      await page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'files-edit-search',
    scene: running,
    act: async (page) => {
      await openFiles(page, '/etc/nginx/conf.d/default.conf');
      await page.locator('.cm-content').click();
      await page.keyboard.press('Control+f');
      await page.keyboard.type('location');
    },
  },
  {
    name: 'files-long',
    scene: running,
    act: async (page) => {
      await openFiles(page, '/etc/nginx/mime.types');
      await page.locator('.cm-content').waitFor();
    },
  },
  { name: 'files-binary', scene: running, act: (page) => openFiles(page, '/srv/hostile/-rf') },
  { name: 'files-pipe', scene: running, act: (page) => openFiles(page, '/srv/hostile/pipe') },
  {
    name: 'large-files',
    scene: running,
    act: (page) => openFiles(page, '/etc/nginx'),
    look: 'large',
  },
  {
    name: 'large-files-edit',
    scene: running,
    act: async (page) => {
      await openFiles(page, '/etc/nginx/conf.d/default.conf');
      await page.locator('.cm-content').click();
      await page.keyboard.type('# more');
    },
    look: 'large',
  },
  { name: 'contrast-files', scene: running, act: (page) => openFiles(page, '/etc/nginx'), look: 'contrast' },
  { name: 'forced-files', scene: running, act: (page) => openFiles(page, '/etc/nginx'), look: 'forced' },
  { name: 'volume-files', scene: running, act: (page) => openVolume(page, 'Files') },
  { name: 'volume-files-missing', scene: running, act: openMissing },
  {
    name: 'volume-menu',
    scene: running,
    act: async (page) => {
      await openVolume(page);
      await page.getByRole('button', { name: /^More for / }).click();
    },
  },
  {
    name: 'volume-clone',
    scene: running,
    act: async (page) => {
      await openVolume(page);
      await chooseMore(page, 'Clone…');
    },
  },
  {
    name: 'volume-restore',
    scene: running,
    act: async (page) => {
      await openVolume(page);
      await chooseMore(page, 'Restore from a file…');
    },
  },
  {
    name: 'volume-empty',
    scene: running,
    act: async (page) => {
      await openVolume(page);
      await chooseMore(page, 'Empty…');
    },
  },
  {
    name: 'volume-backing-up',
    scene: { ...running, actions: 'hang' },
    act: async (page) => {
      await openVolume(page);
      await page.getByRole('button', { name: 'Back up' }).click();
    },
  },
  {
    name: 'volume-from-backup',
    scene: running,
    act: async (page) => {
      await page.getByRole('navigation').getByRole('button', { name: 'Volumes' }).click();
      await page.getByRole('button', { name: 'More for volumes' }).click();
      await page.getByRole('menuitem').click();
    },
  },
];
