// Which images rules would remove is shown before it is done, and only that is removed.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import { sharedVm } from '../support/shared-vm.ts';
import { tarOf } from '../support/tar.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

const vm = await sharedVm();
let slipway: SlipwayWindow;

const importImage = async (name: string) => {
  const input = await tarOf({ [name.replaceAll('/', '-')]: 'x'.repeat(200_000) });
  expect(await vm.client(['import', '-', name], { input })).toMatchObject({ code: 0 });
};
const dialog = () => slipway.page.getByRole('dialog');
const going = (name: string) => dialog().getByRole('listitem').filter({ hasText: name });

beforeAll(async () => {
  // Whatever other tests have left would go, too.
  const { stdout } = await vm.client(['images', '--format', '{{.Repository}}:{{.Tag}}']);
  const bundled = ['slipway/busybox:latest', 'slipway/hello:latest'];
  const others = stdout.split('\n').filter((name) => name !== '' && !bundled.includes(name));
  if (others.length > 0) await vm.client(['rmi', '--force', ...others]);
  await importImage('harbour/idle:1');
  await importImage('harbour/held:1');
  await vm.client(['tag', 'harbour/idle:1', 'harbour/idle:2']);
  await vm.client(['create', '--name', 'holder', 'harbour/held:1', 'true']);
  slipway = await openWindow(vm);
});
afterAll(async () => {
  await slipway?.quit();
  await vm.client(['rm', '--force', 'holder']);
  await vm.client(['rmi', '--force', 'harbour/held:1', 'harbour/idle:1', 'harbour/idle:2']);
  for (const key of ['images.oldAfterDays', 'images.unusedAfterDays'])
    await vm.slipway(['settings', 'unset', key]);
});

it('shows what would go and why, and what only can stay', async () => {
  await slipway.images.open();
  await slipway.page.getByRole('button', { name: 'More for images' }).click();
  await slipway.page.getByRole('menuitem', { name: 'Clean up…' }).click();
  await dialog()
    .getByText(/^Nothing goes:/)
    .waitFor();
  expect(await accessibilityFaults(slipway.page)).toEqual([]);
  await dialog().getByLabel('Days since it came').fill('many');
  await dialog()
    .getByText(/must be above 0 and at most 36,500\.$/)
    .waitFor();
  await dialog().getByLabel('Days since it came').fill('0.00001');
  await going('harbour/idle:1, harbour/idle:2').filter({ hasText: 'came' }).waitFor();
  expect(await going('harbour/held').allTextContents()).toEqual([]);
  expect(await going('slipway/').allTextContents()).toEqual([]);
  await dialog()
    .getByText(
      /Frees about .* by removing 1 of \d+ images\. \d+ of \d+ are in use or came with Slipway, and stay\./,
    )
    .waitFor();
  expect(await accessibilityFaults(slipway.page)).toEqual([]);
});

it('removes that with all of its names, and keeps the rules', async () => {
  await dialog().getByRole('button', { name: 'Remove 1' }).click();
  await slipway.containers.notice(/^Removed harbour\/idle/).waitFor();
  const { stdout } = await vm.client(['images', '--format', '{{.Repository}}:{{.Tag}}']);
  expect(stdout).toContain('harbour/held:1');
  expect(stdout).toContain('slipway/busybox');
  expect(stdout).not.toContain('harbour/idle');
  expect((await vm.slipway(['settings', 'get', 'images.oldAfterDays'])).stdout).toBe('0.00001\n');
});

it('knows when an image was last used', async () => {
  await importImage('harbour/idle:3');
  const { stdout: id } = await vm.client(['image', 'inspect', '--format', '{{.Id}}', 'harbour/idle:3']);
  await vm.client(['create', '--name', 'once', 'harbour/idle:3', 'true']);
  await vm.client(['rm', 'once']);
  // It is written down some seconds after it was heard.
  await expect
    .poll(() => readFile(vm.paths.imageUse, 'utf8').catch(() => ''), { timeout: 60_000, interval: 300 })
    .toContain(id.trim());
  await slipway.page.getByRole('button', { name: 'More for images' }).click();
  await slipway.page.getByRole('menuitem', { name: 'Clean up…' }).click();
  await dialog().getByText('It came here more than').click();
  await dialog().getByLabel('Gigabytes of all images').fill('0.000001');
  await going('harbour/idle:3').filter({ hasText: 'last used' }).waitFor();
  await slipway.page.keyboard.press('Escape');
  await vm.client(['rmi', 'harbour/idle:3']);
  expect(slipway.complaints).toEqual([]);
});
