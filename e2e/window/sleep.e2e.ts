// The window beside a VM that falls asleep: it tells, it offers to wake it, and it leaves it be.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { delay } from '../../main/util/wait.ts';
import { createSleeper } from '../sleep/sleeper.ts';
import { accessibilityFaults } from '../support/accessibility.ts';
import { type Instance, removeInstance, testSettings } from '../support/instance.ts';
import { offline } from '../support/offline.ts';
import { LogsPage } from './pages/logs-page.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

/** Milliseconds for a boot under emulation, or for saving a memory, on a busy machine. */
const patienceMs = 240_000;

let vm: Instance;
let opened: SlipwayWindow | undefined;

function window(): SlipwayWindow {
  if (opened === undefined) throw new Error('No window is open: an earlier test has failed');
  return opened;
}

const button = (name: string) => window().page.getByRole('main').getByRole('button', { name, exact: true });

beforeAll(async () => {
  // The default of app.onClose is what is tested.
  const { 'app.onClose': _, ...settings } = testSettings;
  vm = await createSleeper(settings);
});
afterAll(async () => {
  await opened?.quit();
  await removeInstance(vm);
});

/** A pattern for a state whose word is part of another's: "Asleep", and "Falling asleep". */
async function becomes(state: string | RegExp): Promise<void> {
  await window().engine.state.filter({ hasText: state }).waitFor({ timeout: patienceMs });
}

it('puts the engine to sleep when asked, and shows what that means', async () => {
  opened = await openWindow(vm);
  await becomes('Running');
  const script = 'echo dreaming; exec sleep 900';
  const dreamer = ['--detach', ...offline, '--name', 'dreamer', 'slipway/busybox'];
  await vm.client(['run', ...dreamer, 'sh', '-c', script]);
  await window().containers.row('dreamer').waitFor();
  await window().engine.open();
  await button('Sleep').click();
  await becomes(/Asleep/);
  const sleep = { since: expect.any(Number), bytes: expect.any(Number) };
  await expect.poll(() => vm.status()).toMatchObject({ state: 'sleeping', vm: null, sleep });
  const facts = window().page.locator('.engine-facts');
  await facts.getByText(/^Asleep since/).waitFor();
  await facts.getByText(/\d MB on disk, until it wakes/).waitFor();
  await facts.getByText('any docker command').waitFor();
  expect(await accessibilityFaults(window().page)).toEqual([]);
});

it('leaves it asleep, whatever view is looked at', async () => {
  await window().containers.open();
  await window().page.getByText('The engine is asleep').waitFor();
  expect(await accessibilityFaults(window().page)).toEqual([]);
  await window().images.open();
  await window().page.getByText('The images show once it is awake').waitFor();
  await window().terminal.open();
  await window().settings.open();
  await window().page.reload();
  await becomes(/Asleep/);
  await delay(5_000);
  expect(await vm.status()).toMatchObject({ state: 'sleeping', vm: null });
});

it('wakes it by its button, and shows the container that went on', async () => {
  await window().containers.open();
  await button('Wake').click();
  await window().containers.row('dreamer').filter({ hasText: 'Up' }).waitFor({ timeout: patienceMs });
  expect((await vm.status()).boot?.kind).toBe('resume');
});

it('does not keep it awake: it falls asleep under the open window, and an open log stays', async () => {
  const logs = new LogsPage(window().page);
  await logs.open();
  await logs.line('dreaming').waitFor();
  await vm.slipway(['settings', 'set', 'vm.sleepAfterMinutes', '0.05']);
  // The end of a client has the host look at its settings at once, and not within a quarter of a minute.
  await vm.client(['rm', '--force', 'dreamer']);
  await becomes(/Asleep/);
  await delay(5_000);
  expect((await vm.status()).state).toBe('sleeping');
  await window().page.getByText('The engine sleeps. The lines stay').waitFor();
  await logs.line('dreaming').waitFor();
});

it('wakes it to run an image, saying so before', async () => {
  await vm.slipway(['settings', 'set', 'vm.sleepAfterMinutes', '0']);
  await window().containers.open();
  await window().run.open();
  await window().run.fill({ Image: 'slipway/busybox', Name: 'woken', Command: 'sleep 900' });
  await window().run.dialog.getByText('The engine is asleep: this wakes it.').waitFor();
  await window().run.dialog.getByRole('button', { name: 'Wake and run' }).click();
  await window().containers.row('woken').filter({ hasText: 'Up' }).waitFor({ timeout: patienceMs });
});

it('leaves the engine asleep when it quits, and any docker client wakes it', async () => {
  await window().quit();
  opened = undefined;
  const asleep = { state: 'sleeping', vm: null, host: { kind: 'headless' } };
  await expect.poll(() => vm.status(), { timeout: 30_000, interval: 250 }).toMatchObject(asleep);
  const { code, stdout } = await vm.plainDocker(['ps', '--format', '{{.Names}}'], {
    env: { DOCKER_HOST: `unix://${vm.paths.dockerSocket}` },
  });
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'woken\n' });
  // The engine answers its client a moment before its host knows.
  const awake = { state: 'running', boot: { kind: 'resume' } };
  await expect.poll(() => vm.status(), { interval: 250 }).toMatchObject(awake);
});

it('puts it to sleep when it quits, also with another process as the host', async () => {
  opened = await openWindow(vm);
  await becomes('Running');
  expect((await vm.status()).host?.kind).toBe('headless');
  await window().quit();
  opened = undefined;
  expect(await vm.status()).toMatchObject({ state: 'sleeping', vm: null, host: { kind: 'headless' } });
});

it('wakes it when it is opened', async () => {
  opened = await openWindow(vm);
  await window().containers.row('woken').waitFor({ timeout: patienceMs });
});
