// What containers publish, in the window: live, with who may come, and opened in the browser.
import { connect } from 'node:net';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import { freePorts } from '../support/port-visitor.ts';
import { sharedVm } from '../support/shared-vm.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

const vm = await sharedVm();
const names = ['seen-web', 'seen-open'];
let slipway: SlipwayWindow;
let own: number;
let open: number;
let other: number;

beforeAll(async () => {
  [own = 0, open = 0, other = 0] = await freePorts(3);
  slipway = await openWindow(vm);
  // Stands in for the browser of whoever sits there, and remembers where it was sent.
  await slipway.app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Reflect.set(globalThis, 'opened', opened);
    shell.openExternal = async (url) => void opened.push(url);
  });
});
afterAll(async () => {
  await slipway?.quit();
  await vm.client(['rm', '--force', ...names]);
});

const opened = () => slipway.app.evaluate(() => Reflect.get(globalThis, 'opened') as string[]);
const rowOf = (address: string): Locator =>
  slipway.page
    .getByRole('table', { name: 'Ports' })
    .getByRole('row')
    .filter({ has: slipway.page.getByText(address, { exact: true }) });
const goToPorts = () => slipway.page.getByRole('navigation').getByRole('button', { name: 'Ports' }).click();
const serve = (name: string, publication: string) =>
  vm.client([
    ...['run', '--detach', '--name', name, '--publish', publication, 'slipway/busybox'],
    ...['httpd', '-f', '-p', '80', '-h', '/www'],
  ]);

it('says that nothing is published, and how something would be', async () => {
  await goToPorts();
  await slipway.page.getByRole('heading', { name: 'No port is published' }).waitFor();
});

it('shows a port when it is published, whose it is and from where it is reached', async () => {
  await goToPorts();
  await serve('seen-web', `${own}:80`);
  const row = rowOf(`127.0.0.1:${own}`);
  await row.getByText('This computer').waitFor();
  await row.getByText('Open', { exact: true }).waitFor();
  await serve('seen-open', `0.0.0.0:${open}:80`);
  await rowOf(`0.0.0.0:${open}`).getByText('Your network').waitFor();
  expect(await accessibilityFaults(slipway.page)).toEqual([]);
  await slipway.page.getByText('2 published, 1 reached from your network').waitFor();
  await slipway.page.getByLabel('Filter ports').fill('seen-open');
  await row.waitFor({ state: 'detached' });
  await slipway.page.getByLabel('Filter ports').fill('');

  await row.getByRole('button', { name: `Open 127.0.0.1:${own} in the browser` }).click();
  await expect.poll(opened).toEqual([`http://127.0.0.1:${own}/`]);
  await row.getByRole('button', { name: 'seen-web' }).click();
  await slipway.page.getByRole('heading', { name: 'seen-web' }).waitFor();
  await slipway.page.getByRole('button', { name: `${own}→80` }).click();
  await expect.poll(async () => (await opened()).length).toBe(2);
});

it('sends the browser nowhere but to what is published', async () => {
  const answer = await slipway.page.evaluate(
    (port) =>
      (
        globalThis as unknown as { slipway: { request(name: string, of: object): Promise<object> } }
      ).slipway.request('app.openPort', { address: '127.0.0.1', port, isSecure: false }),
    other,
  );
  expect(JSON.stringify(answer)).toMatch(/Nothing publishes/);
  expect(await opened()).toHaveLength(2);
});

it('counts who is connected', async () => {
  await goToPorts();
  const row = rowOf(`127.0.0.1:${own}`);
  // Which columns there are depends on how wide the window is.
  const heads = await slipway.page.getByRole('columnheader').allTextContents();
  const at = heads.findIndex((head) => head.startsWith('Connections'));
  expect(at).toBeGreaterThan(0);
  const connections = row.getByRole('cell').nth(at);
  await expect.poll(() => connections.textContent()).toBe('');
  const visitor = connect({ host: '127.0.0.1', port: own });
  visitor.on('error', () => undefined);
  await expect.poll(() => connections.textContent(), { timeout: 20_000 }).toBe('1');
  visitor.destroy();
  await expect.poll(() => connections.textContent(), { timeout: 20_000 }).toBe('');
});

it('forgets a port with its container', async () => {
  await goToPorts();
  await vm.client(['rm', '--force', ...names]);
  await slipway.page.getByRole('heading', { name: 'No port is published' }).waitFor();
});

it('has heard no complaint from the page', () => {
  expect(slipway.complaints).toEqual([]);
});
