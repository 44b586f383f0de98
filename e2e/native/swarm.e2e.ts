// Swarm in the window, from nothing to a service, secrets and a stack, and back: against the VM's own engine without a VM.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import { whyNoNativeEngine } from '../support/native-engine.ts';
import { createNativeHome, type NativeHome } from '../support/native-home.ts';
import { answerDialogs } from '../window/answer-dialogs.ts';
import { LogsPage } from '../window/pages/logs-page.ts';
import { SwarmPage } from '../window/pages/swarm-page.ts';
import { openWindow, type SlipwayWindow } from '../window/window.ts';

const why = whyNoNativeEngine();
const image = 'slipway/busybox';
const composeFile = `services:
  page:
    image: ${image}
    command: sh -c 'cat /run/secrets/key /greeting; exec sleep 600'
    stop_grace_period: 1s
    secrets: [key]
    configs: [greeting]
secrets:
  key: { file: key.txt }
configs:
  greeting: { file: greeting.txt }
`;

describe.skipIf(why)(`Swarm in the window${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let home: NativeHome;
  let slipway: SlipwayWindow;
  let swarm: SwarmPage;
  let folder: string;

  const docker = async (...parameters: readonly string[]) => {
    const result = await home.instance.client(parameters);
    expect(result, `${parameters.join(' ')}: ${result.stderr}`).toMatchObject({ code: 0 });
    return result.stdout.trim();
  };
  const notice = (text: string | RegExp) => slipway.containers.notice(text).last().waitFor();
  const running = (name: string) =>
    expect.poll(() => docker('service', 'ls', '--filter', `name=${name}`, '--format', '{{.Replicas}}'), {
      timeout: 60_000,
      interval: 500,
    });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-swarm-'));
    await writeFile(join(folder, 'compose.yaml'), composeFile);
    await writeFile(join(folder, 'wrong.yaml'), composeFile.replace('image:', 'imag:'));
    await writeFile(join(folder, 'key.txt'), 'of the harbour ');
    await writeFile(join(folder, 'greeting.txt'), 'ahoy\n');
    home = await createNativeHome();
    slipway = await openWindow(home.instance);
    swarm = new SwarmPage(slipway.page);
    await slipway.engine.state.filter({ hasText: 'Running' }).waitFor();
    // axe-core takes a title that is scrolled out of sight for none.
    await slipway.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1200, 860));
  });
  afterAll(async () => {
    await slipway?.quit();
    await home?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it('is made from nothing, once the engine is told the address that it cannot find', async () => {
    await swarm.open();
    await slipway.page.getByText('This engine is not part of a Swarm').waitFor();
    expect(await accessibilityFaults(slipway.page)).toEqual([]);
    await swarm.press('Join one');
    await swarm.fill({ Managers: '127.0.0.1:2377', Token: 'open sesame' });
    await swarm.answer('Join');
    await swarm.dialog.getByText('the token is not one of this Swarm').waitFor();
    await swarm.answer('Cancel');
    await swarm.press('Create a Swarm');
    await swarm.answer('Create');
    await swarm.dialog.getByText('this machine has no address that other nodes could reach').waitFor();
    await swarm.fill({ Address: '127.0.0.1' });
    await swarm.answer('Create');
    await slipway.page.getByText('No services').waitFor();
    await swarm.choose('Nodes');
    await swarm.row('Nodes', 'native').filter({ hasText: 'Manager, leads' }).waitFor();
    expect(await accessibilityFaults(slipway.page)).toEqual([]);
  });

  it('shows how others join only when asked to', async () => {
    const { page } = slipway;
    await swarm.press('Join tokens');
    await swarm.dialog.getByRole('button', { name: 'Show how a worker joins' }).waitFor();
    expect(await page.getByText('SWMTKN').count()).toBe(0);
    await swarm.answer('Show how a worker joins');
    const token = await docker('swarm', 'join-token', '--quiet', 'worker');
    await swarm.dialog.getByText(`docker swarm join --token ${token} 127.0.0.1:2377`).waitFor();
    await swarm.answer('Make a new token for workers');
    await page.getByText(token).waitFor({ state: 'detached' });
    expect(await docker('swarm', 'join-token', '--quiet', 'worker')).not.toBe(token);
    await swarm.answer('Close');
  });

  it('asks for the name of a VM that is to join, and takes none that is no name', async () => {
    await swarm.press('Add');
    await swarm.fill({ Name: 'Not a name' });
    await swarm.answer('Add');
    await swarm.dialog.getByText('No name for a VM').waitFor();
    expect(await accessibilityFaults(slipway.page)).toEqual([]);
    await swarm.answer('Cancel');
  });

  it('keeps a secret of a text, and never shows it again', async () => {
    await swarm.choose('Secrets');
    await swarm.press('Create');
    await swarm.fill({ Name: 'tide', 'What is secret': 'low at noon' });
    await swarm.answer('Create');
    await swarm.row('Secrets', 'tide').waitFor();
    await swarm.press('Create');
    await swarm.fill({ Name: 'tide', 'What is secret': 'high' });
    await swarm.answer('Create');
    await swarm.dialog.getByText('there is a secret named tide already').waitFor();
    await swarm.answer('Cancel');
    expect(await slipway.page.getByText('low at noon').count()).toBe(0);
  });

  it('creates a service with its secret, whose tasks come up by themselves', async () => {
    await swarm.choose('Services');
    await swarm.press('Create');
    await swarm.fill({
      ...{ Image: image, Name: 'harbour', Tasks: '2', Secrets: 'tide' },
      Command: `sh -c 'echo "tide: $(cat /run/secrets/tide), $SHIP"; trap exit TERM; sleep 600 & wait'`,
      ...{ 'Variable 1': 'SHIP', 'Value 1': 'in sight' },
    });
    expect(await accessibilityFaults(slipway.page)).toEqual([]);
    await swarm.answer('Create');
    await swarm.row('Services', 'harbour').filter({ hasText: '2 of 2' }).waitFor();
    await swarm.press('harbour');
    for (const task of ['harbour.1', 'harbour.2'])
      await swarm.row('Tasks', task).filter({ hasText: 'Running' }).filter({ hasText: 'native' }).waitFor();
    expect(await accessibilityFaults(slipway.page)).toEqual([]);
  });

  it('shows what its tasks write, each by its name', async () => {
    const logs = new LogsPage(slipway.page);
    await swarm.choose('Logs');
    for (const task of ['harbour.1', 'harbour.2'])
      await logs.line('tide: low at noon, in sight').filter({ hasText: task }).waitFor();
    expect(await accessibilityFaults(slipway.page)).toEqual([]);
  });

  it('scales it, and follows what another client does', async () => {
    await swarm.choose('Tasks');
    await swarm.press('Scale');
    await swarm.fill({ Tasks: 'three' });
    await swarm.answer('Scale');
    await swarm.dialog.getByText('A whole number from 0 to 10000.').waitFor();
    await swarm.fill({ Tasks: '3' });
    await swarm.answer('Scale');
    await swarm.row('Tasks', 'harbour.3').filter({ hasText: 'Running' }).waitFor();
    await docker('service', 'scale', '--detach', 'harbour=1');
    await slipway.page.locator('.page-header').getByText('1 of 1').waitFor();
  });

  it('says why a new image does not run, and goes back', async () => {
    await swarm.press('Update');
    await swarm.fill({ Image: 'slipway/unknown:1' });
    expect(await accessibilityFaults(slipway.page)).toEqual([]);
    await swarm.answer('Update');
    await slipway.page.getByText('No such image: slipway/unknown:1').first().waitFor();
    await swarm.menu('harbour', 'Roll back');
    await notice('harbour is being rolled back.');
    await running('harbour').toBe('1/1');
    expect(
      await docker('service', 'inspect', '--format', '{{.Spec.TaskTemplate.ContainerSpec.Image}}', 'harbour'),
    ).toMatch(/^slipway\/busybox/);
    await swarm.row('Tasks', 'harbour.1').filter({ hasText: 'Running' }).waitFor();
  });

  it('says why tasks fail', async () => {
    await docker('service', 'create', '--detach', '--name', 'wreck', image, 'sh', '-c', 'exit 3');
    await swarm.open();
    await swarm
      .row('Services', 'wreck')
      .filter({ hasText: '0 of 1' })
      .filter({ hasText: 'non-zero exit (3)' })
      .waitFor();
    await swarm.menu('wreck', 'Remove…');
    await swarm.confirm('Remove');
    await swarm.row('Services', 'wreck').waitFor({ state: 'detached' });
  });

  it('drains its node and gives it tasks again', async () => {
    await swarm.choose('Nodes');
    await swarm.menu('native', 'Drain: move its tasks away');
    await swarm.row('Nodes', 'native').filter({ hasText: 'drained' }).waitFor();
    await swarm.menu('native', 'Labels…');
    await swarm.fill({ Labels: 'quay=7' });
    await swarm.answer('Change');
    await swarm.menu('native', 'Give it tasks');
    await swarm
      .row('Nodes', 'native')
      .filter({ hasText: /Ready(?!,)/ })
      .waitFor();
    await swarm.menu('native', 'Demote to worker');
    await notice('it is the only manager');
    await swarm.press('native');
    await slipway.page.getByText('quay').waitFor();
    expect(await accessibilityFaults(slipway.page)).toEqual([]);
  });

  it('deploys a stack of a Compose file with its secret and config, and removes all of it', async () => {
    await swarm.open();
    await swarm.choose('Stacks');
    await answerDialogs(slipway, join(folder, 'wrong.yaml'));
    await swarm.press('Deploy');
    await swarm.fill({ Name: 'pier' });
    await swarm.answer('Deploy');
    await swarm.dialog
      .locator('.failure-message', { hasText: 'Additional property imag is not allowed' })
      .waitFor();
    await swarm.answer('Cancel');
    await answerDialogs(slipway, join(folder, 'compose.yaml'));
    await swarm.press('Deploy');
    await swarm.fill({ Name: 'pier' });
    await swarm.answer('Deploy');
    await swarm
      .row('Stacks', 'pier')
      .filter({ hasText: '1 of 1' })
      .filter({ hasText: 'pier_page' })
      .waitFor();
    // That its program runs is told before what it writes.
    await expect
      .poll(() => docker('service', 'logs', '--raw', 'pier_page'), { timeout: 30_000, interval: 500 })
      .toBe('of the harbour ahoy');
    await swarm.choose('Secrets');
    await swarm.row('Secrets', 'pier_key').filter({ hasText: 'pier_page' }).waitFor();
    await swarm.press('Remove pier_key');
    await slipway.page.getByRole('alertdialog').getByText('Services have it: pier_page').waitFor();
    await swarm.confirm('Close');
    await swarm.choose('Stacks');
    await swarm.press('Remove pier');
    await swarm.confirm('Remove');
    await notice('Removed the stack pier.');
    await swarm.row('Stacks', 'pier').waitFor({ state: 'detached' });
    expect(await docker('secret', 'ls', '--format', '{{.Name}}')).toBe('tide');
    expect(await docker('config', 'ls', '--quiet')).toBe('');
  });

  it('is found in the palette, and left after a question', async () => {
    const { page } = slipway;
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('dialog', { name: 'Command palette' });
    await palette.waitFor();
    await page.keyboard.type('leave the swarm');
    await palette.getByRole('menuitem', { name: 'Leave the Swarm' }).waitFor();
    await page.keyboard.press('Enter');
    await swarm.dialog.getByText('This is its only manager').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await swarm.answer('Leave');
    await swarm.dialog.getByText('Tick the box to go on.').waitFor();
    await swarm.dialog.getByText('Give up the Swarm').click();
    await swarm.answer('Leave');
    await page.getByText('This engine is not part of a Swarm').waitFor();
    expect(await docker('info', '--format', '{{.Swarm.LocalNodeState}}')).toBe('inactive');
  });

  it('has brought no complaint from the page', () => {
    expect(slipway.complaints).toEqual([]);
  });
});
