// Logs in the window as they come out of the VM; all else about them is tested without one, in native/.
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { offline } from '../support/offline.ts';
import { sharedVm } from '../support/shared-vm.ts';
import { LogsPage } from './pages/logs-page.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

const vm = await sharedVm();
const saved = join(tmpdir(), `slipway-vm-logs-${process.pid}.log`);
const lines = 20_000;
let slipway: SlipwayWindow;
let logs: LogsPage;

beforeAll(async () => {
  slipway = await openWindow(vm);
  logs = new LogsPage(slipway.page);
  await slipway.engine.state.filter({ hasText: 'Running' }).waitFor();
});
afterAll(async () => {
  await slipway?.quit();
  await vm.client(['rm', '--force', 'spring']);
  await rm(saved, { force: true });
});

it('are followed out of the VM without losing a line, and saved whole', async () => {
  await logs.open();
  const script = `seq ${lines} | sed 's/^/drop /'; exec sleep 600`;
  const run = ['run', '--detach', '--init', ...offline, '--name', 'spring', 'slipway/busybox'];
  const started = await vm.client([...run, 'sh', '-c', script]);
  expect(started, started.stderr).toMatchObject({ code: 0 });
  await logs.line(`drop ${lines}`).waitFor();
  await logs.search.fill('^drop \\d+$');
  await logs.found.getByText('20,000 lines').waitFor();
  await logs.search.fill('');
  await slipway.containers.open();
  await slipway.containers.menu('spring', 'Logs');
  await logs.line(`drop ${lines}`).waitFor();
  // It is saved as it is shown.
  await logs.press('Times');
  await logs.chooseTarget(slipway.app, saved);
  await logs.save(/^The whole log/);
  await slipway.containers.notice(/^Saved 20,000 lines to /).waitFor();
  const wanted = Array.from({ length: lines }, (_, index) => `drop ${index + 1}\n`).join('');
  expect(await readFile(saved, 'utf8')).toBe(wanted);
});

it('has heard no complaint from the page', () => {
  expect(slipway.complaints).toEqual([]);
});
