// What is installed in an image, read from its own databases without anything of it being run.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import type { Instance } from '../support/instance.ts';
import { type EngineHome, openEngine } from '../support/open-engine.ts';
import { tarOf } from '../support/tar.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

let home: EngineHome;
let instance: Instance;
let slipway: SlipwayWindow;
let folder: string;

const files = {
  'etc/os-release': 'ID=debian\nVERSION_ID="13"\nPRETTY_NAME="Debian GNU/Linux 13 (trixie)"\n',
  'var/lib/dpkg/status':
    'Package: bash\nStatus: install ok installed\nArchitecture: amd64\nVersion: 5.2.37-2+b5\n\n' +
    'Package: gone\nStatus: deinstall ok config-files\nArchitecture: amd64\nVersion: 1\n',
  'lib/apk/db/installed': 'P:musl\nV:1.2.5-r10\nA:x86_64\nL:MIT\n\n',
};

beforeAll(async () => {
  home = await openEngine();
  instance = home.instance;
  folder = await mkdtemp(join(tmpdir(), 'packages-'));
  const imported = await instance.client(['import', '-', 'harbour/packed:1'], { input: await tarOf(files) });
  expect(imported.code).toBe(0);
  slipway = await openWindow(instance);
  await slipway.images.open();
});
afterAll(async () => {
  await slipway?.quit();
  await rm(folder, { recursive: true, force: true });
  await instance.client(['rmi', '--force', 'harbour/packed:1']);
  await home?.remove();
});

async function open(name: string): Promise<void> {
  await slipway.images.open();
  await slipway.page.getByRole('button', { name, exact: true }).click();
  await slipway.page.getByRole('tab', { name: 'Packages' }).click();
}

it('lists what is installed, with licences where they are known, and finds by words', async () => {
  await open('harbour/packed');
  await slipway.page.getByText('2 packages of Debian GNU/Linux 13 (trixie)').waitFor();
  const rows = slipway.page.getByRole('table', { name: 'Packages' }).getByRole('row');
  await rows.filter({ hasText: 'musl' }).filter({ hasText: 'MIT' }).waitFor();
  expect(await accessibilityFaults(slipway.page)).toEqual([]);
  await slipway.page.getByLabel('Filter packages').fill('5.2 bash');
  await rows.filter({ hasText: 'musl' }).waitFor({ state: 'detached' });
  await rows.filter({ hasText: 'bash' }).waitFor();
});

it('writes them as SPDX', async () => {
  const file = join(folder, 'packed.spdx.json');
  await slipway.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, file);
  await slipway.page.getByRole('button', { name: 'SPDX' }).click();
  await slipway.containers.notice(`Wrote ${file}.`).waitFor();
  const { packages } = JSON.parse(await readFile(file, 'utf8')) as { packages: { name: string }[] };
  expect(packages.map(({ name }) => name)).toEqual(['harbour/packed:1', 'bash', 'musl']);
});

it('says that an image has none, and leaves no container behind', async () => {
  await open('slipway/busybox');
  await slipway.page.getByText('No packages').waitFor();
  const { stdout } = await instance.client([
    'ps',
    '--all',
    '--quiet',
    '--filter',
    'label=dev.slipway.helper',
  ]);
  expect(stdout).toBe('');
});

it('has heard no complaint from the page', () => {
  expect(slipway.complaints).toEqual([]);
});
