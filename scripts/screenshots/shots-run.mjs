// Pictures of the form for a new container.

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page */
export async function openRunForm(page) {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('dialog').waitFor();
}

/** @param {Page} page */
const lineOf = (page) => page.getByLabel('The same by command line');

const line = `docker run -it --name site -p 8080:80 -p 127.0.0.1:8443:443 -v site-data:/usr/share/nginx/html:ro \\
  -v /home/maria/shop/nginx.conf:/etc/nginx/nginx.conf:ro --tmpfs /run:size=64m -e TZ=Europe/Berlin \\
  -e BANNER='<b>hello</b> $HOME' -e CERTIFICATE=$'-----BEGIN-----\\nMIIB\\n-----END-----' \\
  --network name=shop_default,alias=web,ip=172.18.0.9 --network monitoring_default --add-host db:10.0.0.5 \\
  --restart on-failure:3 -m 256m --cpus 1.5 --label traefik.enable=true --label 'rule=Host(\`a.example\`)' \\
  --cap-add NET_ADMIN --init nginx:1.29 nginx -g 'daemon off;'`;

/**
 * @param {Page} page
 * @param {string} text
 */
async function fillByLine(page, text = line) {
  await openRunForm(page);
  await lineOf(page).fill(text);
  await lineOf(page).blur();
}

/**
 * Shows a part of the form.
 * @param {Page} page
 * @param {string} name
 */
const choose = (page, name) => page.getByRole('tab', { name }).click();

/** @param {string} tab */
const filled = (tab) => async (/** @type {Page} */ page) => {
  await fillByLine(page);
  await choose(page, tab);
};

/**
 * @param {Page} page
 * @param {string} name
 */
const press = (page, name) => page.getByRole('dialog').getByRole('button', { name, exact: true }).click();

/** @param {Page} page */
async function openLimits(page) {
  await page.getByRole('button', { name: 'shop-web-1', exact: true }).click();
  await page.getByRole('button', { name: 'Change the limits' }).click();
  await page.getByRole('dialog').waitFor();
}

/** @type {readonly import('./shots.mjs').Shot[]} */
export const runShots = [
  { name: 'run', scene: { state: 'running' }, act: openRunForm },
  { name: 'run-filled', scene: { state: 'running' }, act: filled('Ports') },
  { name: 'run-volumes', scene: { state: 'running' }, act: filled('Volumes') },
  { name: 'run-environment', scene: { state: 'running' }, act: filled('Environment') },
  { name: 'run-network', scene: { state: 'running' }, act: filled('Network') },
  { name: 'run-limits', scene: { state: 'running' }, act: filled('Limits') },
  { name: 'run-labels', scene: { state: 'running' }, act: filled('Labels') },
  { name: 'run-more', scene: { state: 'running' }, act: filled('More') },
  {
    name: 'run-asleep',
    scene: { state: 'sleeping' },
    act: async (page) => {
      await page.getByRole('navigation').getByRole('button', { name: 'Containers' }).click();
      await fillByLine(page);
    },
  },
  {
    name: 'run-not-taken',
    scene: { state: 'running' },
    act: (page) =>
      fillByLine(
        page,
        'docker run --gpus all --env-file prod.env -v $PWD:/app -p 80 no/such-image:2 python app.py | tee log',
      ),
  },
  {
    name: 'run-unreadable',
    scene: { state: 'running' },
    act: async (page) => {
      await openRunForm(page);
      await lineOf(page).fill('docker run -e GREETING="hello nginx');
    },
  },
  {
    name: 'run-wrong',
    scene: { state: 'running' },
    act: async (page) => {
      await openRunForm(page);
      await page.getByLabel('Host port 1').fill('80-90');
      await page.getByLabel('Container port 1').fill('http');
      await choose(page, 'Volumes');
      await page.getByLabel('Volume or folder 1').fill('./site');
      await page.getByLabel('Path in the container 1').fill('srv');
      await page.getByLabel('Volume or folder 2').fill('no name');
      await press(page, 'Run');
    },
  },
  {
    name: 'run-failed',
    scene: { state: 'running', actions: 'fail' },
    act: async (page) => {
      await fillByLine(page);
      await press(page, 'Run');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'run-busy',
    scene: { state: 'running', actions: 'hang' },
    act: async (page) => {
      await fillByLine(page);
      await press(page, 'Run');
    },
  },
  {
    name: 'container-limits',
    scene: { state: 'running' },
    act: openLimits,
  },
  {
    name: 'container-limits-wrong',
    scene: { state: 'running', actions: 'fail' },
    act: async (page) => {
      await openLimits(page);
      await page.getByLabel('Memory', { exact: true }).fill('');
      await page.getByLabel('Processes', { exact: true }).fill('many');
      await press(page, 'Change');
    },
  },
  {
    name: 'container-limits-failed',
    scene: { state: 'running', actions: 'fail' },
    act: async (page) => {
      await openLimits(page);
      await page.getByLabel('Memory', { exact: true }).fill('512m');
      await press(page, 'Change');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'run-discard',
    scene: { state: 'running' },
    act: async (page) => {
      await fillByLine(page);
      await page.keyboard.press('Escape');
    },
  },
];
