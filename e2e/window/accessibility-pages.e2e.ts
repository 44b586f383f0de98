// The pages of objects, with their files, and the dialogs against WCAG 2.2 AA, in both appearances.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import type { Instance } from '../support/instance.ts';
import { type EngineHome, openEngine } from '../support/open-engine.ts';
import { answerDialogs } from './answer-dialogs.ts';
import { ContainerPage } from './pages/container-page.ts';
import { FilesPage } from './pages/files-page.ts';
import { NetworksPage } from './pages/networks-page.ts';
import { VolumesPage } from './pages/volumes-page.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

let home: EngineHome;
let instance: Instance;
const image = 'slipway/busybox';
let slipway: SlipwayWindow;
let page: ContainerPage;
let folder: string;

beforeAll(async () => {
  home = await openEngine();
  instance = home.instance;
  folder = await mkdtemp(join(tmpdir(), 'accessibility-'));
  await writeFile(join(folder, 'root.tar'), '');
  const command = ['sh', '-c', 'echo hello > /etc/greeting; rm -r /www; sleep 600'];
  const started = await instance.client(['run', '--detach', '--name', 'paged-through', image, ...command]);
  expect(started, started.stderr).toMatchObject({ code: 0 });
  await instance.client(['volume', 'create', 'paged-volume']);
  slipway = await openWindow(instance);
  page = new ContainerPage(slipway.page);
  await slipway.containers.row('paged-through').waitFor();
  await slipway.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1200, 860));
  await slipway.page.waitForFunction(() => window.innerHeight > 800);
});
afterAll(async () => {
  await slipway?.quit();
  await instance.client(['rm', '--force', 'paged-through']);
  await instance.client(['volume', 'rm', 'paged-volume']);
  await rm(folder, { recursive: true, force: true });
  await home?.remove();
});

const faults = () => accessibilityFaults(slipway.page);

describe('the page of a container', () => {
  /** Something that is there once a tab has read what it shows. */
  const tabs: Readonly<Record<string, () => Locator>> = {
    Overview: () => page.panel.getByRole('heading').first(),
    Stats: () => page.panel.getByText(/of one processor/),
    Processes: () => page.panel.getByRole('row').filter({ hasText: 'sleep 600' }).first(),
    Changes: () => page.panel.getByRole('row').filter({ hasText: '/etc/greeting' }),
    Inspect: () => page.panel.getByLabel('What the engine says'),
  };

  it.each(Object.keys(tabs))('%s', async (tab) => {
    await slipway.containers.open();
    await page.open('paged-through');
    await page.choose(tab);
    await tabs[tab]?.().waitFor();
    expect(await faults()).toEqual([]);
  });

  it('Terminal, without one and with one', async () => {
    await page.choose('Terminal');
    await page.panel.getByRole('button').first().waitFor();
    expect(await faults()).toEqual([]);
    await page.panel.getByRole('button').first().click();
    await slipway.terminal.waitForLine(/[#$]\s*$/);
    expect(await faults()).toEqual([]);
    await slipway.terminal.close();
  });
});

it('the files of a container: a folder, the question before one is deleted, and a file', async () => {
  const files = new FilesPage(slipway.page);
  await slipway.containers.open();
  await page.open('paged-through');
  await files.open();
  await files.goTo('/etc', 'passwd');
  expect(await faults()).toEqual([]);
  await files.choose('Delete…', 'passwd');
  expect(await faults()).toEqual([]);
  await files.answer('Cancel');
  await files.openEntry('passwd');
  await files.text.click();
  await slipway.page.keyboard.press('Control+f');
  await slipway.page.getByRole('textbox', { name: 'Find' }).waitFor();
  expect(await faults()).toEqual([]);
});

it('the volumes, with some chosen and the question before they are removed, and the page of one with its files', async () => {
  const volumes = new VolumesPage(slipway.page);
  await volumes.open();
  await volumes.choose('paged-volume');
  expect(await faults()).toEqual([]);
  await volumes.press('Remove 1');
  expect(await faults()).toEqual([]);
  await volumes.answer('Cancel');
  await volumes.openVolume('paged-volume');
  expect(await faults()).toEqual([]);
  const files = new FilesPage(slipway.page);
  await files.open();
  await slipway.page.getByText('This folder is empty').waitFor();
  expect(await faults()).toEqual([]);
  await files.choose('Empty…', 'paged-volume');
  expect(await faults()).toEqual([]);
  await files.answer('Cancel');
  await files.choose('Clone…', 'paged-volume');
  expect(await faults()).toEqual([]);
  await slipway.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
});

it('the page of an image', async () => {
  await openImage();
  await slipway.page.getByRole('tabpanel').getByRole('heading').first().waitFor();
  expect(await faults()).toEqual([]);
});

describe('the dialog', () => {
  const fromMenu = (entry: string) => async () => {
    await slipway.containers.open();
    await slipway.containers.menu('paged-through', entry);
  };
  const main = (name: string) => slipway.page.getByRole('main').getByRole('button', { name, exact: true });
  const dialogs: Readonly<Record<string, () => Promise<void>>> = {
    'Pull an image': async () => {
      await slipway.images.open();
      await main('Pull').click();
    },
    'Push this image': async () => {
      await slipway.images.open();
      await slipway.images.choose(`${image}:latest`, 'Push…');
    },
    'Tag slipway/busybox:latest': async () => {
      await openImage();
      await main('Tag').click();
    },
    'Import a root file system': async () => {
      await answerDialogs(slipway, join(folder, 'root.tar'));
      await slipway.images.open();
      await slipway.images.choose('images', 'Import a root file system…');
    },
    'Make an image of paged-through': fromMenu('Make an image of it…'),
    'Send a signal to paged-through': fromMenu('Send a signal…'),
    'Rename paged-through': fromMenu('Rename…'),
    'Limits of paged-through': async () => {
      await slipway.containers.open();
      await page.open('paged-through');
      await main('Change the limits').click();
    },
    'Create a network': async () => {
      await new NetworksPage(slipway.page).open();
      await main('Create').click();
    },
    'Create a volume': async () => {
      await new VolumesPage(slipway.page).open();
      await main('Create').click();
    },
  };

  it.each(Object.entries(dialogs))('%s', async (name, open) => {
    await open();
    const dialog = slipway.page.getByRole('dialog', { name });
    await dialog.waitFor();
    expect(await faults()).toEqual([]);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
  });
});

it('has heard no complaint from the page', () => {
  expect(slipway.complaints).toEqual([]);
});

async function openImage(): Promise<void> {
  await slipway.images.open();
  await slipway.page.getByRole('table').getByRole('button', { name: image, exact: true }).click();
  await slipway.page.getByRole('heading', { name: new RegExp(`^${image}`), level: 1 }).waitFor();
}
