import { afterAll, beforeAll, expect, it } from 'vitest';
import { createInstance, type Instance, removeInstance, testSettings } from '../support/instance.ts';
import { sleepingOriginal } from '../support/shared-vm.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

/** Milliseconds for a cold boot under emulation on a busy machine. */
const bootDeadlineMs = 240_000;

let vm: Instance;
let opened: SlipwayWindow | undefined;

function window(): SlipwayWindow {
  if (opened === undefined) throw new Error('No window is open: an earlier test has failed');
  return opened;
}

beforeAll(async () => {
  vm = await createInstance({ verdictsOf: await sleepingOriginal(), settings: testSettings });
});
afterAll(async () => {
  await opened?.quit();
  await removeInstance(vm);
});

it('starts the engine, naming each stage, and shows the containers once it runs', async () => {
  opened = await openWindow(vm, () => vm.slipway(['stop']));
  await window().engine.stage('kernel').filter({ hasText: 'Start the Linux kernel' }).waitFor();
  await window().engine.press('Show console');
  await expect
    .poll(() => window().engine.console.inputValue(), { timeout: bootDeadlineMs })
    .toContain('slipway: done kernel');
  await window().engine.state.filter({ hasText: 'Running' }).waitFor({ timeout: bootDeadlineMs });
  await window().page.getByRole('heading', { name: 'Containers', level: 1 }).waitFor();
  expect((await vm.status()).host?.kind).toBe('window');
  const paints = await window().page.evaluate(
    () => performance.getEntriesByName('slipway:first-meaningful-paint').length,
  );
  expect(paints).toBe(1);
});

it('leaves the VM and its containers running when it quits, if it is told to, and finds them again', async () => {
  const before = await vm.status();
  // It ends when a stop tells it to: one that is deaf is given ten seconds.
  await vm.client(['run', '--detach', '--init', '--name', 'survivor', 'slipway/busybox', 'sleep', '900']);
  await window().quit();
  opened = undefined;
  const taken = { state: 'running', host: { kind: 'headless' }, vm: { pid: before.vm?.pid } };
  await expect.poll(() => vm.status(), { timeout: 60_000, interval: 500 }).toMatchObject(taken);
  const { stdout } = await vm.client(['ps', '--format', '{{.Names}} {{.Status}}']);
  expect(stdout).toMatch(/^survivor Up/);
  opened = await openWindow(vm);
  await window().containers.row('survivor').waitFor();
});

it('keeps a reset away while it is open, beside another host, too', async () => {
  const { host } = await vm.status();
  const { code, stderr } = await vm.slipway(['reset', '--yes']);
  expect({ code, stderr, kind: host?.kind }).toEqual({
    ...{ code: 1, kind: 'headless' },
    stderr: expect.stringContaining('Quit Slipway there'),
  });
  expect(await vm.status()).toMatchObject({ state: 'running', host });
});

it('says that the VM was started again after it died, in a window of later, too, until that is dismissed', async () => {
  const { vm: machine } = await vm.status();
  if (machine === null) throw new Error('There is no VM to kill');
  // What the engine has noted of the container is on the disk a few seconds later: killed before, it never ran.
  expect(await vm.slipway(['shell', 'sync'])).toMatchObject({ code: 0 });
  process.kill(machine.pid, 'SIGKILL');
  await window()
    .engine.restartNotice.filter({ hasText: /started again by itself/ })
    .waitFor({
      timeout: bootDeadlineMs,
    });
  await window()
    .engine.restartNotice.filter({ hasText: 'slipway docker start survivor' })
    .waitFor({ timeout: 60_000 });
  await window().quit();
  opened = await openWindow(vm);
  await window().engine.restartNotice.filter({ hasText: 'survivor' }).waitFor();
  const { stdout } = await vm.slipway(['status']);
  expect(stdout).toMatch(/^Note: The VM failed at .* and was started again by itself\./m);
  await window().engine.restartNotice.getByRole('button', { name: 'Dismiss' }).click();
  await window().engine.restartNotice.waitFor({ state: 'detached' });
  await window().engine.open();
  await window().page.getByText('Restarted by itself').waitFor();
  const { problems, restarted } = await vm.status();
  expect(problems.map(({ code }) => code)).not.toContain('vm-restarted');
  expect(restarted).toMatchObject({ ended: ['survivor'] });
});

it('stops and starts the engine from the window', async () => {
  await vm.client(['start', 'survivor']);
  await window().containers.open();
  await window().containers.row('survivor').filter({ hasText: 'Up' }).waitFor();
  await window().engine.open();
  await window().engine.press('Stop');
  const question = window().page.getByRole('alertdialog', { name: 'Stop the engine?' });
  await question.getByText('One container runs and ends with it.').waitFor();
  await question.getByRole('button', { name: 'Stop' }).click();
  await window().engine.state.filter({ hasText: 'Stopped' }).waitFor({ timeout: 120_000 });
  await window().containers.open();
  await window().page.getByText('The engine is stopped').waitFor();
  // The host that was told to stop leaves, and the window takes its place.
  const stopped = { state: 'stopped', host: { kind: 'window' } };
  await expect.poll(() => vm.status(), { timeout: 60_000, interval: 500 }).toMatchObject(stopped);
});

it('stops the engine when it quits, if it is told to', async () => {
  await window().page.getByRole('main').getByRole('button', { name: 'Start', exact: true }).click();
  await window().engine.state.filter({ hasText: 'Running' }).waitFor({ timeout: bootDeadlineMs });
  await vm.slipway(['settings', 'set', 'app.onClose', 'stop']);
  await window().quit();
  opened = undefined;
  expect((await vm.status()).state).toBe('stopped');
});
