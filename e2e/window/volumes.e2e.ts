// Volumes, networks and the engine as a whole in the window, against the engine of the shared VM.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharedVm } from '../support/shared-vm.ts';
import { NetworksPage } from './pages/networks-page.ts';
import { SystemPage } from './pages/system-page.ts';
import { VolumesPage } from './pages/volumes-page.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

const vm = await sharedVm();
const image = 'slipway/busybox';
let slipway: SlipwayWindow;
let volumes: VolumesPage;
let networks: NetworksPage;
let system: SystemPage;

beforeAll(async () => {
  slipway = await openWindow(vm);
  volumes = new VolumesPage(slipway.page);
  networks = new NetworksPage(slipway.page);
  system = new SystemPage(slipway.page);
  await slipway.engine.state.filter({ hasText: 'Running' }).waitFor();
});
afterAll(async () => {
  await slipway?.quit();
  await vm.client(['rm', '--force', 'keeper', 'driftwood']);
  await vm.client(['volume', 'rm', '--force', 'tide', 'ebb', 'flow', 'held', 'sandbar']);
  await vm.client(['network', 'rm', '--force', 'lagoon']);
});

describe('volumes', () => {
  it('are created by the window, and appear when the command line makes them', async () => {
    await volumes.open();
    await volumes.create('tide', 'team=harbour');
    await volumes.row('tide').waitFor();
    const { stdout } = await vm.client(['volume', 'inspect', '--format', '{{.Labels.team}}', 'tide']);
    expect(stdout.trim()).toBe('harbour');
    await vm.client(['volume', 'create', 'ebb']);
    await volumes.row('ebb').waitFor();
  });

  it('say what they take and who has them', async () => {
    const held = ['-v', 'held:/data', image];
    await vm.client(['run', '--rm', ...held, 'sh', '-c', 'head -c 3000000 /dev/zero > /data/file']);
    await vm.client(['run', '-d', '--name', 'keeper', ...held, 'sleep', '600']);
    await volumes.row('held').filter({ hasText: 'keeper' }).waitFor();
    await volumes.row('held').filter({ hasText: '3 MB' }).waitFor();
    await volumes.openVolume('held');
    await slipway.page.getByText('running, at /data').waitFor();
    await volumes.open();
  });

  it('are removed together, but for those that are in use', async () => {
    await vm.client(['volume', 'create', 'flow']);
    for (const name of ['ebb', 'flow', 'held']) await volumes.choose(name);
    await volumes.press('Remove 3');
    await volumes.question.getByText('1 of 3 stay').waitFor();
    await volumes.answer('Remove');
    await volumes.row('ebb').waitFor({ state: 'detached' });
    await volumes.row('flow').waitFor({ state: 'detached' });
    await volumes.row('held').waitFor();
  });

  it('are pruned exactly as shown', async () => {
    const { stdout } = await vm.client(['volume', 'create']);
    const anonymous = stdout.trim();
    await volumes.row(anonymous.slice(0, 12)).waitFor();
    await volumes.press('Prune');
    await volumes.question.getByText(anonymous.slice(0, 12)).waitFor();
    await volumes.answer(/^Remove \d+/);
    await volumes.row(anonymous.slice(0, 12)).waitFor({ state: 'detached' });
    await volumes.row('tide').waitFor();
  });
});

describe('networks', () => {
  it('are created with a subnet of their own', async () => {
    await networks.open();
    await networks.create({ Name: 'lagoon', Subnet: '10.77.0.0/24', Gateway: '10.77.0.1' });
    await networks.row('lagoon').filter({ hasText: 'internal' }).waitFor();
    const { stdout } = await vm.client(['network', 'inspect', 'lagoon']);
    expect(JSON.parse(stdout)).toMatchObject([
      { Internal: true, IPAM: { Config: [{ Subnet: '10.77.0.0/24', Gateway: '10.77.0.1' }] } },
    ]);
  });

  it('are joined and left, and say the addresses', async () => {
    await networks.openNetwork('lagoon');
    await networks.connect('keeper');
    await slipway.page.getByRole('cell', { name: '10.77.0.2' }).waitFor();
  });

  it('are drawn, and the picture leads to each by keyboard', async () => {
    await networks.open();
    await networks.press('Picture');
    await networks.box('keeper').waitFor();
    await networks.box('lagoon').press('Enter');
    await networks.press('Disconnect keeper');
    await slipway.page.getByText('No container is in it.').waitFor();
    await networks.open();
    await networks.press('List');
  });

  it('are removed, and the page of one that has gone says so', async () => {
    await networks.openNetwork('lagoon');
    await vm.client(['network', 'rm', 'lagoon']);
    await slipway.page.getByText('This network is no longer there').waitFor();
  });
});

describe('the engine as a whole', () => {
  it('says what takes room, and prunes what it has shown', async () => {
    await vm.client(['create', '--name', 'driftwood', image, 'true']);
    await system.open();
    // The question is of what the page knew when it was put; the engine measures for a while.
    const isAskedFor = async () => {
      await system.press('Prune: Containers');
      await system.question.waitFor();
      if ((await system.question.getByText('driftwood').count()) > 0) return true;
      await system.answer('Cancel');
      return false;
    };
    await expect.poll(isAskedFor, { timeout: 60_000, interval: 1_000 }).toBe(true);
    await system.answer(/^Remove \d+/);
    await slipway.containers.notice(/^Removed \d+, which freed|nothing to remove/).waitFor();
    expect((await vm.client(['inspect', 'driftwood'])).code).not.toBe(0);
  });

  it('tells what happens, by kind and by word', async () => {
    await system.choose('Events');
    await vm.client(['volume', 'create', 'sandbar']);
    await system.event('create').filter({ hasText: 'sandbar' }).waitFor();
    await system.filter('keeper start');
    await system.event('start').filter({ hasText: 'keeper' }).waitFor();
    await system.event('create').waitFor({ state: 'detached' });
    await system.filter('');
  });

  it('holds the list still while it is paused', async () => {
    await system.press('Pause');
    await vm.client(['volume', 'rm', 'sandbar']);
    await slipway.page.getByText(/\d+ more since/).waitFor();
    expect(await system.event('destroy').filter({ hasText: 'sandbar' }).count()).toBe(0);
    await system.press('Go on');
    await system.event('destroy').filter({ hasText: 'sandbar' }).waitFor();
  });

  it('says what the engine is, and what Slipway holds', async () => {
    await system.choose('Engine');
    await slipway.page.getByText('overlay2', { exact: true }).waitFor();
    await system.choose('Slipway itself');
    await slipway.page.getByText('disks/data.img').waitFor();
  });
});

it('has heard no complaint from the page', () => {
  expect(slipway.complaints).toEqual([]);
});
