// Changing what a container was made with: it is made anew, and the old one is kept until its user says otherwise.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import type { Instance } from '../support/instance.ts';
import { type EngineHome, openEngine } from '../support/open-engine.ts';
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
  const options = [
    ...['--name', 'remade', '--stop-timeout', '0', '--network', 'remade-net', '--network-alias', 'known'],
    ...['--volume', '/kept', '--env', 'COLOUR=red', '--label', 'com.docker.compose.project=remade'],
    ...['--ulimit', 'nofile=512', image, 'sh', '-c', 'echo "$COLOUR" >> /kept/log; exec sleep 600'],
  ];
  await instance.client(['network', 'create', 'remade-net']);
  const started = await instance.client(['run', '--detach', ...options]);
  expect(started, started.stderr).toMatchObject({ code: 0 });
  await slipway.containers.open();
});
afterAll(async () => {
  await slipway?.quit();
  const { stdout } = await instance.client(['ps', '--all', '--quiet', '--filter', 'name=remade']);
  const left = stdout.split('\n').filter(Boolean);
  if (left.length > 0) await instance.client(['rm', '--force', '--volumes', ...left]);
  await instance.client(['network', 'rm', 'remade-net']);
  await instance.client(['image', 'rm', 'remade/image:1']);
  await home?.remove();
});

const dialog = () => slipway.page.getByRole('dialog', { name: 'Edit remade' });
const press = (name: string | RegExp) => dialog().getByRole('button', { name }).click();

async function inspect(name: string) {
  const { stdout } = await instance.client(['inspect', name]);
  return JSON.parse(stdout)[0];
}

/** Changes a variable in the form, and goes on to the question. */
async function recolour(colour: string): Promise<void> {
  await slipway.page.getByRole('button', { name: 'More for remade', exact: true }).click();
  await slipway.page.getByRole('menuitem', { name: 'Edit and recreate…' }).click();
  await dialog().getByRole('tab', { name: 'Environment' }).click();
  await dialog().getByLabel('Value 1').fill(colour);
  await press('Review the change');
}

it('shows what was chosen and the change, and makes the container anew with all that it had', async () => {
  const before = await inspect('remade');
  await recolour('blue');
  await dialog().getByText('COLOUR=red', { exact: true }).waitFor();
  await dialog().getByText('COLOUR=blue', { exact: true }).waitFor();
  await dialog().getByText('It belongs to the Compose project remade').waitFor();
  expect(await accessibilityFaults(slipway.page)).toEqual([]);
  await press('Recreate');
  await dialog().getByText('The old one is kept, stopped, as remade-before-').waitFor();
  const after = await inspect('remade');
  expect(after.State.Running).toBe(true);
  expect(after.Config.Env).toContain('COLOUR=blue');
  expect(after.HostConfig.Ulimits).toEqual(before.HostConfig.Ulimits);
  expect(after.Config.Labels).toMatchObject(before.Config.Labels);
  expect(after.NetworkSettings.Networks['remade-net'].Aliases).toEqual(['known']);
  // The volume without a name has gone with it.
  expect(after.Mounts[0].Name).toBe(before.Mounts[0].Name);
  const { stdout } = await instance.client(['exec', 'remade', 'cat', '/kept/log']);
  expect(stdout).toBe('red\nblue\n');
  await press('Decide later');
});

it('says of both that they are a pair, and goes back with one click', async () => {
  const banner = slipway.page.locator('.pair-banner');
  await banner.getByText('remade was made anew').waitFor();
  expect(await accessibilityFaults(slipway.page)).toEqual([]);
  await banner.getByRole('button', { name: 'Go back' }).click();
  await slipway.containers.notice('remade is as it was before.').waitFor();
  const { Config, State } = await inspect('remade');
  expect(State.Running).toBe(true);
  expect(Config.Env).toContain('COLOUR=red');
  const { stdout } = await instance.client([
    'ps',
    '--all',
    '--format',
    '{{.Names}}',
    '--filter',
    'name=remade',
  ]);
  expect(stdout).toBe('remade\n');
});

it('goes back by itself when the new one ends with an error, and keeps the new one when it is told to', async () => {
  await slipway.containers.open();
  await recolour('green');
  await press('Back');
  await dialog().getByLabel('Command', { exact: true }).fill('sh -c "echo no luck; exit 3"');
  await press('Review 2 changes');
  await press('Recreate');
  await dialog().getByText('The new container ended with exit code 3.').waitFor();
  await dialog().getByText('The old container has its place again.').waitFor();
  await dialog().locator('summary').click();
  await dialog().getByText('no luck').waitFor();
  expect((await inspect('remade')).State.Running).toBe(true);
  // Nothing of what was written is lost.
  await press('Back to the form');
  await dialog().getByLabel('Command', { exact: true }).fill('sleep 500');
  await press('Review 2 changes');
  await press('Recreate');
  await press('Keep the new one');
  await slipway.containers.notice(/^Removed remade-before-/).waitFor();
  const { Config, State } = await inspect('remade');
  expect(State.Running).toBe(true);
  expect(Config.Cmd).toEqual(['sleep', '500']);
  const { stdout } = await instance.client([
    'ps',
    '--all',
    '--format',
    '{{.Names}}',
    '--filter',
    'name=remade',
  ]);
  expect(stdout).toBe('remade\n');
});

it('takes the image that has its name now, and says that there is one', async () => {
  await instance.client(['rm', '--force', '--volumes', 'remade']);
  await instance.client(['tag', image, 'remade/image:1']);
  const options = ['--detach', '--name', 'remade', '--stop-timeout', '0'];
  await instance.client(['run', ...options, 'remade/image:1', 'sleep', '600']);
  const before = await inspect('remade');
  await instance.client(['commit', '--change', 'LABEL newer=yes', 'remade', 'remade/image:1']);
  await slipway.containers.open();
  await slipway.containers.row('remade').getByRole('button', { name: 'remade', exact: true }).click();
  await slipway.page.getByText('a newer one of this name is here').waitFor();
  await slipway.page.getByRole('button', { name: 'Recreate with it' }).click();
  await press('Review the change');
  await press('Recreate');
  await press('Keep the new one');
  await slipway.containers.notice(/^Removed remade-before-/).waitFor();
  const after = await inspect('remade');
  expect(after.Image).not.toBe(before.Image);
  expect(after.Config).toMatchObject({ Image: 'remade/image:1', Cmd: ['sleep', '600'] });
  expect(after.Config.Labels).toMatchObject({ newer: 'yes' });
  await slipway.page.getByText('a newer one of this name is here').waitFor({ state: 'detached' });
});

it('has heard no complaint from the page', () => {
  expect(slipway.complaints).toEqual([]);
});
