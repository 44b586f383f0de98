import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Instance } from '../support/instance.ts';
import { type EngineHome, openEngine } from '../support/open-engine.ts';
import { keepDesktopNotices } from './desktop-notices.ts';
import { untilDialogHears } from './dialog-focus.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

let home: EngineHome;
let instance: Instance;
const image = 'slipway/busybox';
let slipway: SlipwayWindow;

beforeAll(async () => {
  home = await openEngine();
  instance = home.instance;
  slipway = await openWindow(instance);
  await slipway.engine.state.filter({ hasText: 'Running' }).waitFor();
});
afterAll(async () => {
  await slipway?.quit();
  await instance.client([
    'rm',
    '--force',
    'seen',
    'acted',
    'held',
    'window-run',
    'project-one',
    'project-two',
    'taken',
  ]);
  await home?.remove();
});

/** Runs a container that goes on, by the command line. */
async function runByCli(name: string, ...options: string[]): Promise<void> {
  const result = await instance.client([
    'run',
    '--detach',
    '--name',
    name,
    ...options,
    image,
    'sleep',
    '600',
  ]);
  expect(result.stderr).toBe('');
  expect(result.code).toBe(0);
}

async function stateOf(name: string): Promise<string> {
  const { stdout } = await instance.client(['inspect', '--format', '{{.State.Status}}', name]);
  return stdout.trim();
}

describe('containers', () => {
  it('appear when the command line starts them, and go when it removes them, without a reload', async () => {
    await slipway.containers.open();
    await runByCli('seen');
    await slipway.containers.row('seen').filter({ hasText: 'Up' }).waitFor();
    await instance.client(['rm', '--force', 'seen']);
    await slipway.containers.row('seen').waitFor({ state: 'detached' });
  });

  it('are stopped, started and restarted, and say so on their row', async () => {
    // It ignores SIGTERM: what its row says meanwhile stands there long enough to be seen on a slow machine.
    await runByCli('acted', '--stop-timeout', '2');
    await slipway.containers.press('Stop', 'acted');
    await slipway.containers.row('acted').filter({ hasText: 'Stopping…' }).waitFor();
    await slipway.containers.notice('Stopped acted.').waitFor();
    expect(await stateOf('acted')).toBe('exited');
    await slipway.containers.press('Start', 'acted');
    await slipway.containers.notice('Started acted.').waitFor();
    await slipway.containers.row('acted').filter({ hasText: 'Up' }).waitFor();
    await slipway.containers.press('Restart', 'acted');
    await slipway.containers.notice('Restarted acted.').waitFor();
    expect(await stateOf('acted')).toBe('running');
  });

  it('are removed only after a question while they run', async () => {
    await slipway.containers.press('Remove', 'acted');
    await slipway.containers.confirm('Cancel');
    expect(await stateOf('acted')).toBe('running');
    await slipway.containers.press('Remove', 'acted');
    await slipway.containers.confirm('Remove');
    await slipway.containers.row('acted').waitFor({ state: 'detached' });
    expect((await instance.client(['inspect', 'acted'])).code).not.toBe(0);
  });

  it('that have ended are removed after a question, which Enter answers', async () => {
    await runByCli('ended', '--stop-timeout', '0');
    await slipway.containers.press('Stop', 'ended');
    await slipway.containers.notice('Stopped ended.').waitFor();
    // The list hears of it by the engine's events: of one that runs Enter cancels.
    await slipway.containers.row('ended').filter({ hasText: 'Exited' }).waitFor();
    await slipway.containers.press('Remove', 'ended');
    await slipway.page
      .getByRole('alertdialog')
      .getByText('What it has written outside of volumes is lost.')
      .waitFor();
    expect(await stateOf('ended')).toBe('exited');
    await untilDialogHears(slipway.page);
    await slipway.page.keyboard.press('Enter');
    await slipway.containers.row('ended').waitFor({ state: 'detached' });
  });

  it('are paused and go on, by their menu', async () => {
    await runByCli('held', '--stop-timeout', '0');
    await slipway.containers.menu('held', 'Pause');
    await slipway.containers.row('held').filter({ hasText: 'Paused, up' }).waitFor();
    expect(await stateOf('held')).toBe('paused');
    await slipway.containers.menu('held', 'Unpause');
    await slipway.containers.row('held').filter({ hasNotText: 'Paused' }).filter({ hasText: 'Up' }).waitFor();
    expect(await stateOf('held')).toBe('running');
    await instance.client(['rm', '--force', 'held']);
  });

  it('that fail are told on the desktop, and the notification leads to them', async () => {
    const notices = await keepDesktopNotices(slipway);
    const failing = ['sh', '-c', 'exit 3'];
    await instance.client([
      'run',
      '--detach',
      '--label',
      'dev.slipway.notify=off',
      '--rm',
      image,
      ...failing,
    ]);
    await runByCli('held', '--stop-timeout', '0');
    await instance.client(['rm', '--force', 'held']);
    await instance.client(['run', '--detach', '--name', 'doomed', image, ...failing]);
    await expect.poll(notices.titles, { timeout: 30_000 }).toEqual(['doomed has failed']);
    await notices.pressFirst();
    await slipway.page.getByRole('heading', { name: 'doomed', level: 1 }).waitFor();
    await slipway.containers.open();
  });

  it('stand under their Compose project', async () => {
    const labels = ['--label', 'com.docker.compose.project=harbour'];
    await runByCli('project-one', ...labels);
    await runByCli('project-two', ...labels);
    await slipway.containers.project('harbour').filter({ hasText: '2 of 2 running' }).waitFor();
    await slipway.containers.project('harbour').click();
    await slipway.containers.row('project-one').waitFor({ state: 'detached' });
    await slipway.containers.project('harbour').click();
    await slipway.containers.filter('project-two');
    await slipway.containers.row('project-one').waitFor({ state: 'detached' });
    await slipway.containers.row('project-two').waitFor();
    await slipway.containers.filter('');
  });
});

describe('running an image', () => {
  it('starts a container with all that was asked for', async () => {
    await slipway.run.open();
    await slipway.run.fill({
      Image: image,
      Name: 'window-run',
      Command: 'sh -c "echo $GREETING; sleep 600"',
      'Host address 1': '127.0.0.1',
      'Host port 1': '0',
      'Container port 1': '80',
    });
    await slipway.run.choose('Environment');
    await slipway.run.fill({ 'Name 1': 'GREETING', 'Value 1': 'hello from the window' });
    await slipway.run.choose('Volumes');
    await slipway.run.fill({ 'Volume or folder 1': 'window-volume', 'Path in the container 1': '/data' });
    await slipway.run.tick('Read-only');
    await slipway.run.submit();
    await slipway.containers.row('window-run').filter({ hasText: 'Up' }).waitFor();
    const { stdout } = await instance.client(['logs', 'window-run']);
    expect(stdout).toBe('hello from the window\n');
    const { stdout: mounts } = await instance.client([
      'inspect',
      '--format',
      '{{json .Mounts}}',
      'window-run',
    ]);
    expect(JSON.parse(mounts)).toMatchObject([{ Name: 'window-volume', Destination: '/data', RW: false }]);
    await instance.client(['rm', '--force', 'window-run']);
    await instance.client(['volume', 'rm', 'window-volume']);
  });

  it('says what is wrong beside the field, and what the engine answers in the dialog', async () => {
    await slipway.run.open();
    await slipway.run.fill({ Image: image, 'Container port 1': 'http' });
    await slipway.run.choose('Limits');
    await slipway.run.submit();
    await slipway.run.dialog.getByText('A port from 1 to 65535').waitFor();
    await slipway.run.fill({
      Image: '127.0.0.1:5999/no/such-image:1',
      'Container port 1': '',
      Name: 'taken',
    });
    await slipway.run.submit();
    await slipway.run.dialog.getByText('127.0.0.1:5999 cannot be reached').waitFor();
    await slipway.run.discard();
    expect((await instance.client(['inspect', 'taken'])).code).not.toBe(0);
  });
});

describe('images', () => {
  it('are listed with who uses them, and a tag is removed', async () => {
    await instance.client(['tag', image, 'slipway/window-tag:one']);
    await slipway.images.open();
    await slipway.images.row('slipway/window-tag').filter({ hasText: 'one' }).waitFor();
    await slipway.images.press('Remove', 'slipway/window-tag:one');
    await slipway.images.row('slipway/window-tag').waitFor({ state: 'detached' });
    await slipway.images.row(image).waitFor();
    expect((await instance.client(['image', 'inspect', 'slipway/window-tag:one'])).code).not.toBe(0);
  });
});

it('has heard no complaint from the page', () => {
  expect(slipway.complaints).toEqual([]);
});
