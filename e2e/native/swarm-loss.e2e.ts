// A Swarm that loses a node, and then more than half of its managers, in the window: two of the VM's own engines, without a VM.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import { whyNoNativeEngine } from '../support/native-engine.ts';
import { createNativeHome, type NativeHome } from '../support/native-home.ts';
import { type SecondNode, startSecondNode } from '../support/second-node.ts';
import { SwarmPage } from '../window/pages/swarm-page.ts';
import { openWindow, type SlipwayWindow } from '../window/window.ts';

const why = whyNoNativeEngine();

describe.skipIf(why)(`a Swarm that loses nodes${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let home: NativeHome;
  let second: SecondNode;
  let slipway: SlipwayWindow;
  let swarm: SwarmPage;

  const docker = async (...parameters: readonly string[]) => {
    const result = await home.instance.client(parameters);
    expect(result, `${parameters.join(' ')}: ${result.stderr}`).toMatchObject({ code: 0 });
    return result.stdout.trim();
  };
  const node = () => swarm.row('Nodes', 'second-node');

  beforeAll(async () => {
    home = await createNativeHome();
    slipway = await openWindow(home.instance);
    second = await startSecondNode(home);
    await docker('swarm', 'init', '--advertise-addr', second.addressOfFirst);
    // A node is given up after three of these.
    await docker('swarm', 'update', '--dispatcher-heartbeat', '1s');
    await second.api.ask('POST', '/swarm/join', {
      ...{ ListenAddr: '0.0.0.0:2377', AdvertiseAddr: 'eth0', Availability: 'active' },
      RemoteAddrs: [`${second.addressOfFirst}:2377`],
      JoinToken: await docker('swarm', 'join-token', '--quiet', 'worker'),
    });
    await docker('service', 'create', '--detach', '--name', 'tide', '--replicas', '0', 'slipway/busybox');
    swarm = new SwarmPage(slipway.page);
    await slipway.engine.state.filter({ hasText: 'Running' }).waitFor();
  });
  afterAll(async () => {
    await slipway?.quit();
    await second?.remove();
    await home?.remove();
  });

  it('says which node is lost, and knows it again when it is back', async () => {
    await swarm.open();
    await swarm.choose('Nodes');
    await node().getByText('Ready', { exact: true }).waitFor();
    await second.kill();
    await node().getByText('Down', { exact: true }).waitFor();
    await node().getByText('Nothing is heard of it: look whether its machine runs').waitFor();
    expect(await accessibilityFaults(slipway.page)).toEqual([]);
    await second.revive();
    await node().getByText('Ready', { exact: true }).waitFor();
  });

  it('says that too few managers are left, and goes on with the one that there is', async () => {
    const { page } = slipway;
    await swarm.menu('second-node', 'Promote to manager');
    const reachability = '{{if .ManagerStatus}}{{.ManagerStatus.Reachability}}{{end}}';
    await expect
      .poll(() => docker('node', 'inspect', '--format', reachability, 'second-node'), {
        timeout: 60_000,
        interval: 300,
      })
      .toBe('reachable');
    await second.kill();
    // The one that is left waits for the other's voice first.
    await page.getByRole('heading', { name: 'The Swarm has no leader' }).waitFor({ timeout: 120_000 });
    await page.getByText('More than half of the managers do not answer.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await swarm.press('Make this the only manager');
    await swarm.fill({ Address: second.addressOfFirst });
    await swarm.answer('Go on alone');
    await slipway.containers.notice('This engine is the only manager of its Swarm now.').last().waitFor();
    await swarm.choose('Nodes');
    await swarm.row('Nodes', 'native').filter({ hasText: 'Manager, leads' }).waitFor();
    expect(await docker('service', 'ls', '--format', '{{.Name}}')).toBe('tide');
  });

  it('has brought no complaint from the page', () => {
    expect(slipway.complaints).toEqual([]);
  });
});
