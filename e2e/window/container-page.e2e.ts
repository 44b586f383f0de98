import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Instance } from '../support/instance.ts';
import { type EngineHome, openEngine } from '../support/open-engine.ts';
import { ContainerPage } from './pages/container-page.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

let home: EngineHome;
let instance: Instance;
const hostile = '<img src=x onerror=alert(1)>\u202egpj.exe';
let slipway: SlipwayWindow;
let page: ContainerPage;

beforeAll(async () => {
  home = await openEngine();
  instance = home.instance;
  slipway = await openWindow(instance);
  page = new ContainerPage(slipway.page);
  await slipway.engine.state.filter({ hasText: 'Running' }).waitFor();
  const options = ['--name', 'paged', '--env', `HOSTILE=${hostile}`, '--memory', '64m', '--init'];
  const command = ['sh', '-c', 'echo hello > /etc/greeting; while :; do :; done'];
  const started = await instance.client(['run', '-d', ...options, 'slipway/busybox', ...command]);
  expect(started, started.stderr).toMatchObject({ code: 0 });
  await slipway.containers.open();
  await page.open('paged');
});
afterAll(async () => {
  await slipway?.quit();
  await instance.client(['rm', '--force', 'paged']);
  await home?.remove();
});

it('says what it is and what it was given, hostile values too', async () => {
  await page.panel.getByText('slipway/busybox').waitFor();
  await page.panel.getByText('64 MiB').waitFor();
  await page.panel.getByText('<img src=x onerror=alert(1)>\\u{202e}gpj.exe').waitFor();
});

it('changes its limits while it runs', async () => {
  await slipway.page.getByRole('button', { name: 'Change the limits' }).click();
  const dialog = slipway.page.getByRole('dialog', { name: 'Limits of paged' });
  await dialog.getByLabel('Memory', { exact: true }).fill('');
  await dialog.getByRole('button', { name: 'Change', exact: true }).click();
  await dialog.getByText('takes it away from a new container alone').waitFor();
  await dialog.getByLabel('Memory', { exact: true }).fill('96m');
  await dialog.getByLabel('Processes', { exact: true }).fill('70');
  await dialog.getByRole('button', { name: 'Change', exact: true }).click();
  await page.panel.getByText('96 MiB').waitFor();
  const format = '{{.HostConfig.Memory}} {{.HostConfig.PidsLimit}} {{.State.Running}}';
  const { stdout } = await instance.client(['inspect', '--format', format, 'paged']);
  expect(stdout).toBe('100663296 70 true\n');
});

it('measures what it uses, as the engine does', async () => {
  await page.choose('Stats');
  const processor = page.panel.getByRole('figure').filter({ hasText: 'Processor' });
  await processor.getByText(/^[1-9]\d* % of one processor, \d+ processes$/).waitFor();
  await page.panel.getByText(/^[\d.]+ [kM]B of 96 MiB$/).waitFor();
});

it('lists its processes and what changed in its files', async () => {
  await page.choose('Processes');
  await page.panel.getByText('while :; do :; done').first().waitFor();
  await page.choose('Changes');
  const added = page.panel.getByRole('row').filter({ hasText: '/etc/greeting' });
  await added.getByText('added').waitFor();
});

it('shows what the engine says, and copies nothing by itself', async () => {
  await page.choose('Inspect');
  const json = await page.panel.getByLabel('What the engine says').inputValue();
  expect(JSON.parse(json)).toMatchObject({ Name: '/paged', HostConfig: { Memory: 100_663_296 } });
});

it('follows what becomes of it elsewhere, and says so when it was removed', async () => {
  await instance.client(['kill', 'paged']);
  await slipway.page
    .getByRole('banner')
    .or(slipway.page.locator('header'))
    .getByText('Exited (137)')
    .waitFor();
  await page.choose('Processes');
  await page.panel.getByText('It is not running. Start it to see its processes.').waitFor();
  await instance.client(['rm', 'paged']);
  await slipway.page.getByText('This container is no longer there').waitFor();
  await instance.client(['create', '--name', 'paged', 'slipway/busybox']);
  await slipway.page.getByRole('button', { name: 'Open its successor' }).click();
  await page.panel.getByText('created', { exact: true }).waitFor();
  await slipway.page.keyboard.press('Alt+ArrowLeft');
  await slipway.page.getByText('This container is no longer there').waitFor();
});

it('has heard no complaint from the page', () => {
  expect(slipway.complaints).toEqual([]);
});
