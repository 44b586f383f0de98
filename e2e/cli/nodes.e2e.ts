// A further VM on this computer: it joins the Swarm, containers of both talk over an overlay network, and its tasks move when it is lost.
import { readdir, rename, rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AddedNode, ListedNodeVm } from '../../main/contract/node-vms.ts';
import { nodePaths } from '../../main/home/paths.ts';
import { readJsonFile } from '../../main/util/atomic-file.ts';
import { abortAfter, poll } from '../../main/util/wait.ts';
import { parseMachineRecord } from '../../main/vm/machine-record.ts';
import { hostPidOf } from '../support/host-pid.ts';
import { killProcess } from '../support/kill-process.ts';
import { sharedVm } from '../support/shared-vm.ts';

const vm = await sharedVm();
const name = `further-${process.pid}`;
const unfinished = `unfinished-${process.pid}`;
const mesh = `mesh-${process.pid}`;
const service = `pages-${process.pid}`;
const image = 'slipway/busybox';

/** The Swarm finds a lost node after a quarter of a minute, and a machine that emulates starts containers in seconds. In milliseconds. */
const settleWithinMs = 180_000;

let added: AddedNode;

const ok = async (
  what: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>,
) => {
  const { code, stdout, stderr } = await what;
  if (code !== 0) throw new Error(`ended with ${code}: ${stdout}${stderr}`);
  return stdout.trim();
};
const docker = (...parameters: readonly string[]) => ok(vm.client(parameters));
const onNode = (...parameters: readonly string[]) =>
  ok(vm.plainDocker(['--host', added.node.socket ?? '', ...parameters]));
const listed = async () => {
  const nodes = JSON.parse(await ok(vm.slipway(['node', 'list', '--json']))) as readonly ListedNodeVm[];
  return nodes.find((node) => node.name === name);
};
/** On which nodes the service has tasks that run. */
const places = async () => {
  const format = ['--filter', 'desired-state=running', '--format', '{{.Node}} {{.CurrentState}}'];
  const tasks = (await docker('service', 'ps', service, ...format)).split('\n');
  return tasks.flatMap((task) => (/^(\S+) Running/.exec(task) ?? []).slice(1)).toSorted();
};
const isThere = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const until = async <T>(isSo: () => Promise<T | undefined | false>): Promise<T> =>
  poll(500, abortAfter(settleWithinMs), async () => (await isSo()) || undefined);

beforeAll(async () => {
  added = JSON.parse(
    await ok(vm.slipway(['node', 'add', name, '--json'], { timeoutMs: 240_000 })),
  ) as AddedNode;
}, 300_000);

afterAll(async () => {
  await vm.client(['service', 'rm', service]);
  await vm.slipway(['node', 'rm', name, '--force', '--yes'], { timeoutMs: 120_000 });
  await vm.slipway(['node', 'rm', unfinished, '--force', '--yes'], { timeoutMs: 120_000 });
  await vm.client(['swarm', 'leave', '--force']);
  expect(await listed()).toBeUndefined();
}, 240_000);

describe('a further VM', () => {
  it('is a node of a Swarm that was begun for it, and says what it is', async () => {
    expect(added).toMatchObject({ beganSwarm: true, node: { name, state: 'running', problem: null } });
    expect(await listed()).toMatchObject({
      swarm: { state: 'ready', availability: 'active', role: 'worker' },
    });
    expect((await vm.status()).nodes).toMatchObject([{ name, vm: { driver: 'qemu' } }]);
    expect(await docker('node', 'ls', '--format', '{{.Hostname}} {{.Status}} {{.ManagerStatus}}')).toContain(
      `${name} Ready`,
    );
  });

  it('is reached by the other VM at its own address, but for its engine and SSH', async () => {
    const { address } = added.node;
    const script = [
      `ping -c 1 -W 30 ${address} >/dev/null && echo reached`,
      ...[61_375, 61_022].map((port) => `nc -w 5 ${address} ${port} </dev/null 2>/dev/null && echo ${port}`),
      'true',
    ].join('; ');
    expect(await ok(vm.slipway(['shell', '--', script]))).toBe('reached');
  });

  it('of a name that is taken is refused, and one that is not there is not found', async () => {
    const again = await vm.slipway(['node', 'add', name]);
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining(`a VM named ${name} already`) });
    const unknown = await vm.slipway(['node', 'rm', 'nobody', '--yes']);
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('no further VM named nobody') });
    expect(await vm.slipway(['node', 'add', 'Not-A-Name'])).toMatchObject({ code: 2 });
  });

  it(
    'runs tasks that containers of the other VM reach over an overlay network',
    async () => {
      await until(async () => (await onNode('image', 'ls', '--quiet', image)) !== '');
      await docker('network', 'create', '--driver', 'overlay', mesh);
      const page = 'hostname >/tmp/index.html; exec httpd -f -p 80 -h /tmp';
      await docker(
        ...['service', 'create', '--detach', '--init', '--no-resolve-image', '--name', service],
        ...['--network', mesh, '--replicas', '2', '--hostname', '{{.Node.Hostname}}'],
        ...[image, 'sh', '-c', page],
      );
      await until(async () => (await places()).join(' ') === `${name} slipway`);
      // Each by its own address, which the network's names lead to.
      const visit = `for host in $(nslookup -type=a tasks.${service} | sed -n 's/^Address: //p'); do wget -T 30 -qO - http://$host/; done`;
      const own = await docker('ps', '--quiet', '--filter', `name=${service}`);
      const heard = await until(async () => {
        const { stdout } = await vm.client(['exec', own, 'sh', '-c', visit]);
        const hosts = stdout.trim().split('\n').toSorted();
        return hosts.length === 2 && hosts;
      });
      expect(heard).toEqual([name, 'slipway']);
    },
    settleWithinMs,
  );

  it('outlives the process that supervises it, unlike one that was being made, and is reached again by the next one', async () => {
    const before = await listed();
    const half = nodePaths(vm.paths, unfinished);
    const adding = vm.slipway(['node', 'add', unfinished], { timeoutMs: 120_000 });
    const { process: made } = await until(async () => parseMachineRecord(await readJsonFile(half.vmRecord)));
    await killProcess(await hostPidOf(vm));
    expect(await adding).toMatchObject({ code: 1 });
    // As if it had been killed a moment earlier: QEMU is there, and nothing says so.
    await rm(half.vmRecord);
    await vm.start();
    await until(async () => !isThere(made.pid));
    expect(await readdir(vm.paths.nodes)).toEqual([name]);
    expect(await listed()).toMatchObject({ state: 'running', vm: { pid: before?.vm?.pid } });
    const ping = `ping -c 1 -W 5 ${added.node.address} >/dev/null && echo reached`;
    await until(async () => (await vm.slipway(['shell', '--', ping])).stdout.trim() === 'reached');
    await until(async () => (await listed())?.swarm.state === 'ready');
  });

  it(
    'that is killed and cannot come back loses its tasks to the other one, is told, and is a node again once it can',
    async () => {
      const { dataDisk } = nodePaths(vm.paths, name);
      // A lost node is to be found lost sooner than by the usual three times five seconds.
      await docker('swarm', 'update', '--dispatcher-heartbeat', '2s');
      const before = await listed();
      await rename(dataDisk, `${dataDisk}.away`);
      try {
        await killProcess(before?.vm?.pid ?? 0);
        await until(async () => (await places()).join(' ') === 'slipway slipway');
        expect(await listed()).toMatchObject({ state: 'failed', swarm: { state: 'down' } });
        expect((await vm.status()).problems).toContainEqual(
          expect.objectContaining({
            code: 'data-disk-missing',
            message: expect.stringContaining(`The VM ${name}`),
            hint: expect.stringContaining('slipway start'),
          }),
        );
      } finally {
        await rename(`${dataDisk}.away`, dataDisk);
      }
      await vm.start();
      await until(async () => (await listed())?.swarm.state === 'ready');
      const { problems } = await vm.status();
      expect(problems.filter(({ message }) => message.includes(name))).toEqual([]);
    },
    settleWithinMs,
  );

  it(
    'is removed with its tasks, and nothing of it is left',
    async () => {
      const before = await listed();
      const { code, stdout, stderr } = await vm.slipway(['node', 'rm', name, '--yes'], {
        timeoutMs: 120_000,
      });
      expect({ code, stderr }, stderr).toMatchObject({ code: 0 });
      expect(stdout).toContain(`Removed ${name}`);
      expect(await docker('node', 'ls', '--format', '{{.Hostname}}')).toBe('slipway');
      expect(await places()).toEqual(['slipway', 'slipway']);
      expect(isThere(before?.vm?.pid ?? 0)).toBe(false);
      expect((await vm.status()).nodes).toEqual([]);
    },
    settleWithinMs,
  );
});
