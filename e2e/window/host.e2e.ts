import { afterAll, beforeAll, expect, it } from 'vitest';
import { createInstance, type Instance, removeInstance } from '../support/instance.ts';
import { sharedVm } from '../support/shared-vm.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

/** Milliseconds for a cold boot under emulation on a busy machine. */
const bootDeadlineMs = 240_000;

let vm: Instance;
let slipway: SlipwayWindow | undefined;

beforeAll(async () => {
  vm = await createInstance({ verdictsOf: sharedVm().paths });
});
afterAll(async () => {
  await slipway?.quit();
  await removeInstance(vm);
});

it('starts the engine, naming each stage, and shows the containers once it runs', async () => {
  slipway = await openWindow(vm);
  await slipway.engine.stage('kernel').filter({ hasText: 'Start the Linux kernel' }).waitFor();
  await slipway.engine.press('Show console');
  await expect
    .poll(() => slipway?.engine.console.inputValue(), { timeout: bootDeadlineMs })
    .toContain('slipway: done kernel');
  await slipway.engine.state.filter({ hasText: 'Running' }).waitFor({ timeout: bootDeadlineMs });
  await slipway.page.getByRole('heading', { name: 'Containers', level: 1 }).waitFor();
  expect((await vm.status()).host?.kind).toBe('window');
  const paints = await slipway.page.evaluate(
    () => performance.getEntriesByName('slipway:first-meaningful-paint').length,
  );
  expect(paints).toBe(1);
});

it('leaves the VM and its containers running when it quits, and finds them again', async () => {
  const before = await vm.status();
  await vm.docker(['run', '--detach', '--name', 'survivor', 'slipway/busybox', 'sleep', '900']);
  await slipway?.quit();
  slipway = undefined;
  await expect.poll(async () => (await vm.status()).host?.kind, { timeout: 60_000 }).toBe('headless');
  const after = await vm.status();
  expect(after.state).toBe('running');
  expect(after.vm?.pid).toBe(before.vm?.pid);
  const { stdout } = await vm.docker(['ps', '--format', '{{.Names}} {{.Status}}']);
  expect(stdout).toMatch(/^survivor Up/);
  slipway = await openWindow(vm);
  await slipway.containers.row('survivor').waitFor();
});

it('stops and starts the engine from the window', async () => {
  await slipway?.engine.open();
  await slipway?.engine.press('Stop');
  await slipway?.engine.state.filter({ hasText: 'Stopped' }).waitFor({ timeout: 120_000 });
  await slipway?.containers.open();
  await slipway?.page.getByText('The engine is stopped').waitFor();
  expect((await vm.status()).state).toBe('stopped');
});

it('stops the engine when it quits, if it is told to', async () => {
  await slipway?.page.getByRole('main').getByRole('button', { name: 'Start', exact: true }).click();
  await slipway?.engine.state.filter({ hasText: 'Running' }).waitFor({ timeout: bootDeadlineMs });
  expect((await vm.status()).host?.kind).toBe('window');
  await vm.slipway(['settings', 'set', 'app.onClose', 'stop']);
  await slipway?.quit();
  slipway = undefined;
  expect((await vm.status()).state).toBe('stopped');
});
