// The settings view, as a client of the headless process that is the host of the shared VM.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LocalRegistry } from '../../main/contract/engine/local-registry.ts';
import type { Setting } from '../../main/contract/settings.ts';
import type { ShareState } from '../../main/contract/shares.ts';
import { testSettings } from '../support/instance.ts';
import { sharedVm } from '../support/shared-vm.ts';
import { answerDialogs } from './answer-dialogs.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

const vm = await sharedVm();
const changed = [
  'vm.cpus',
  'vm.memoryMiB',
  'vm.accelerator',
  'docker.context',
  'qemu.path',
  'app.appearance',
];
let slipway: SlipwayWindow;

beforeAll(async () => {
  await vm.slipway(['settings', 'unset', 'vm.cpus']);
  slipway = await openWindow(vm);
  await slipway.engine.state.filter({ hasText: 'Running' }).waitFor();
});
afterAll(async () => {
  await slipway?.quit();
  for (const key of changed) await vm.slipway(['settings', 'unset', key]);
  await vm.slipway(['settings', 'set', 'vm.cpus', String(testSettings['vm.cpus'])]);
});

async function settings(): Promise<readonly Setting[]> {
  const { stdout } = await vm.slipway(['settings', 'list', '--json']);
  return JSON.parse(stdout) as readonly Setting[];
}

async function storedValue(key: string): Promise<unknown> {
  return (await settings()).find((setting) => setting.key === key)?.value;
}

it('opens with Ctrl and a comma, the menu’s own key', async () => {
  expect((await vm.status()).host?.kind).toBe('headless');
  const accelerator = await slipway.app.evaluate(
    ({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('settings')?.accelerator,
  );
  expect(accelerator).toBe('CmdOrCtrl+,');
  // Keys of the driver reach the page alone; these come in by the window, as a keyboard's do.
  await slipway.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.focus();
    const contents = window?.webContents;
    for (const type of ['keyDown', 'keyUp'] as const)
      contents?.sendInputEvent({ type, keyCode: ',', modifiers: ['control'] });
  });
  await slipway.settings.heading.waitFor();
});

it('shows every setting with its title, meaning, value and default', async () => {
  for (const { key, title, description, value, form } of await settings()) {
    const row = slipway.settings.row(key);
    await row.getByText(title, { exact: true }).waitFor();
    await row.getByText(`${description}. Default: `).waitFor();
    if (form.kind === 'number' || form.kind === 'text')
      expect(await slipway.settings.field(title).inputValue()).toBe(String(value));
  }
});

it('changes a number, says that the engine is to be restarted, and puts it back', async () => {
  await slipway.settings.write('Memory', ' 4096 ');
  await slipway.settings.waiting.filter({ hasText: 'Memory' }).waitFor();
  expect(await storedValue('vm.memoryMiB')).toBe(4096);
  await slipway.settings.reset('Memory').click();
  await slipway.settings.waiting.waitFor({ state: 'detached' });
  expect(await slipway.settings.field('Memory').inputValue()).toBe('2048');
  expect(await storedValue('vm.memoryMiB')).toBe(2048);
});

it('refuses what is not allowed with the reason, and loses nothing of it', async () => {
  await slipway.settings.write('Cores', 'many');
  const reason = slipway.settings.row('vm.cpus').getByText('Give it a whole number from 0 to 64.');
  await reason.waitFor();
  // Left by Tab, not by Return: refused all the same.
  await slipway.settings.field('QEMU program').fill('qemu-system-x86_64');
  await slipway.settings.field('QEMU program').press('Tab');
  await slipway.settings.row('qemu.path').getByText('Give it the absolute path of a program').waitFor();
  await slipway.settings.write('QEMU program', '/no/such');
  await slipway.settings.row('qemu.path').getByText('/no/such cannot be used').waitFor();
  expect(await storedValue('qemu.path')).toBe('');
  await slipway.settings.write('QEMU program', 'qemu-system-x86_64');
  await slipway.containers.open();
  await slipway.settings.open();
  expect(await slipway.settings.field('Cores').inputValue()).toBe('many');
  expect(await slipway.settings.field('QEMU program').inputValue()).toBe('qemu-system-x86_64');
  await reason.waitFor();
  expect(await storedValue('vm.cpus')).toBe(0);
  await slipway.settings.field('Cores').press('Escape');
  await reason.waitFor({ state: 'detached' });
  expect(await slipway.settings.field('Cores').inputValue()).toBe('0');
  await slipway.settings.reset('QEMU program').click();
  expect(await slipway.settings.field('QEMU program').inputValue()).toBe('');
});

it('changes a choice and a switch by keyboard', async () => {
  await slipway.settings.choose('Accelerator', 'Software emulation');
  await expect.poll(() => storedValue('vm.accelerator')).toBe('tcg');
  await slipway.settings.turn('Docker context');
  await expect.poll(() => storedValue('docker.context')).toBe(false);
  await slipway.settings.reset('Accelerator').press('Enter');
  await slipway.settings.reset('Docker context').press('Enter');
  await expect.poll(() => storedValue('vm.accelerator')).toBe('auto');
  await expect.poll(() => storedValue('docker.context')).toBe(true);
});

it('is light or dark at once when that is chosen, and as the system again', async () => {
  // What the driver of tests pretends otherwise would hide what the app says.
  await slipway.page.emulateMedia({ colorScheme: null });
  const isDark = () => slipway.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  const system = await isDark();
  await slipway.settings.choose('Appearance', 'Dark');
  await expect.poll(isDark).toBe(true);
  await slipway.settings.choose('Appearance', 'Light');
  await expect.poll(isDark).toBe(false);
  await slipway.settings.reset('Appearance').press('Enter');
  await expect.poll(isDark).toBe(system);
});

it('stays in its place when a setting below the edge is changed', async () => {
  await slipway.settings.turn('Notifications');
  await expect.poll(() => storedValue('app.notifications')).toBe(false);
  // What scrolls is the list alone.
  expect(await slipway.page.evaluate(() => document.scrollingElement?.scrollTop)).toBe(0);
  await slipway.settings.reset('Notifications').press('Enter');
  await expect.poll(() => storedValue('app.notifications')).toBe(true);
});

it('shows what the command line changes, at once', async () => {
  await vm.slipway(['settings', 'set', 'vm.cpus', '3']);
  await expect.poll(() => slipway.settings.field('Cores').inputValue()).toBe('3');
  await vm.slipway(['settings', 'unset', 'vm.cpus']);
  await expect.poll(() => slipway.settings.field('Cores').inputValue()).toBe('0');
});

it('shares the folder that was chosen, and no longer', async () => {
  const folder = join(vm.userHome, 'shared with containers');
  await mkdir(folder);
  const shared = async () =>
    JSON.parse((await vm.slipway(['share', 'list', '--json'])).stdout) as readonly ShareState[];
  expect(await shared()).toEqual([]);
  await answerDialogs(slipway, folder);
  await slipway.page.getByRole('button', { name: 'Share a folder…' }).press('Enter');
  await slipway.page.getByText('Containers can read and write it from the next start on').waitFor();
  await slipway.settings.waiting.filter({ hasText: 'Shared folders' }).waitFor();
  await slipway.settings.turn(`Containers can write to ${folder}`);
  await expect.poll(shared).toMatchObject([{ path: folder, readOnly: true, isShown: false, isWanted: true }]);
  await slipway.page.getByRole('button', { name: `Share ${folder} no longer` }).press('Enter');
  await expect.poll(shared).toEqual([]);
  await slipway.settings.waiting.waitFor({ state: 'detached' });
});

it('runs the local registry, and ends it', async () => {
  const registry = async () =>
    JSON.parse((await vm.slipway(['registry', 'status', '--json'])).stdout) as LocalRegistry;
  const row = slipway.settings.row('registry');
  try {
    await row.getByText('without a network').waitFor();
    await slipway.settings.turn('Run a registry');
    await row.getByText('It holds no images yet.').waitFor({ timeout: 60_000 });
    const { state, address } = await registry();
    expect(state).toBe('running');
    await row.getByText(`Push to ${address}/NAME`).waitFor();
    await slipway.settings.turn('Run a registry');
    await row.getByText('without a network').waitFor({ timeout: 60_000 });
    expect(await registry()).toMatchObject({ state: 'stopped' });
  } finally {
    await vm.slipway(['registry', 'stop']);
    await vm.client(['volume', 'rm', '--force', 'slipway-registry']);
    await vm.client(['rmi', '--force', 'slipway/registry']);
  }
});

it('has heard no complaint from the page', () => {
  expect(slipway.complaints).toEqual([]);
});
