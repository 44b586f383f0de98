// Snapshots in the window, of a VM of their own: a restore goes back with all that is in it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Snapshots } from '../../main/contract/snapshots.ts';
import { createSleeper, type Sleeper } from '../sleep/sleeper.ts';
import { accessibilityFaults } from '../support/accessibility.ts';
import { removeInstance } from '../support/instance.ts';
import { offline } from '../support/offline.ts';
import { SnapshotsPage } from './pages/snapshots-page.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

let vm: Sleeper;
let slipway: SlipwayWindow;
let snapshots: SnapshotsPage;

beforeAll(async () => {
  vm = await createSleeper();
  slipway = await openWindow(vm);
  snapshots = new SnapshotsPage(slipway.page);
  await slipway.engine.state.filter({ hasText: 'Running' }).waitFor();
  await vm.run('run', '--detach', ...offline, '--name', 'anchor', 'slipway/busybox', 'sleep', '9000');
});
afterAll(async () => {
  await slipway?.quit();
  await removeInstance(vm);
});

const names = async () => {
  const { stdout } = await vm.slipway(['snapshot', 'list', '--json']);
  return (JSON.parse(stdout) as Snapshots).snapshots.map(({ name }) => name);
};
const identity = () => vm.run('inspect', '--format', '{{.State.Pid}} {{.State.StartedAt}}', 'anchor');
const faults = () => accessibilityFaults(slipway.page);
const notice = (text: string | RegExp) => slipway.containers.notice(text);

it('are none at first, and a name that cannot be is refused where it is typed', async () => {
  await snapshots.open();
  await slipway.page.getByText('No snapshots').waitFor();
  expect(await faults()).toEqual([]);
  await snapshots.begin();
  await snapshots.submit('../escape');
  await snapshots.dialog.getByText('Use letters, digits, dots').waitFor();
  expect(await faults()).toEqual([]);
});

it('are made by the dialog, and stand in the list with what they hold and take', async () => {
  await snapshots.submit('moored');
  await notice(/^Kept disk and memory as moored, [\d.]+ MB\.$/).waitFor();
  const row = snapshots.row('moored');
  await row.filter({ hasText: 'Disk and memory' }).waitFor();
  await row.filter({ hasText: /[\d.]+ MB/ }).waitFor();
  expect(await names()).toEqual(['moored']);
  expect(await faults()).toEqual([]);
});

it('are restored after a question that says what is lost; the container goes on as it was', async () => {
  const before = await identity();
  await vm.run('run', '--detach', ...offline, '--name', 'adrift', 'slipway/busybox', 'sleep', '9000');
  await snapshots.press('Restore', 'moored');
  await snapshots.question.getByText('Every change to containers, images and volumes since').waitFor();
  await snapshots.question.getByText('It is kept as a snapshot of its own, to go back to.').waitFor();
  expect(await faults()).toEqual([]);
  await snapshots.answer('Cancel');
  expect(await names()).toEqual(['moored']);

  await snapshots.press('Restore', 'moored');
  await snapshots.answer('Restore');
  await snapshots.progress.filter({ hasText: 'Restoring moored.' }).waitFor();
  await notice(/^Restored moored\. The way back is before-restore-.*\.$/).waitFor();
  await snapshots
    .row(/^before-restore-/)
    .filter({ hasText: 'before a restore' })
    .waitFor();
  expect(await identity()).toBe(before);
  expect(await vm.status()).toMatchObject({ state: 'running', boot: { kind: 'resume' } });
  await slipway.containers.open();
  await slipway.containers.row('anchor').filter({ hasText: 'Up' }).waitFor();
  await slipway.containers.row('adrift').waitFor({ state: 'detached' });
});

it('are removed after a question that says what goes', async () => {
  await snapshots.open();
  await snapshots.press('Delete', 'moored');
  await snapshots.question.getByText(/[\d.]+ MB\) cannot be had again/).waitFor();
  await snapshots.answer('Delete');
  await snapshots.row('moored').waitFor({ state: 'detached' });
  await notice('Removed moored.').waitFor();
  expect(await names()).toEqual([expect.stringMatching(/^before-restore-/)]);
  expect(slipway.complaints).toEqual([]);
});
