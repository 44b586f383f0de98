import { stat } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { qemuSockets } from '../../main/home/paths.ts';
import { guestPorts } from '../../main/vm/drivers/qemu/arguments.ts';
import { processesOf } from '../support/home-processes.mjs';
import { listeningOn } from '../support/listening.ts';
import { sharedVm } from '../support/shared-vm.ts';

const vm = await sharedVm();
/** A service on the host's own loopback that nobody gave to the guest, TCP and as an answer to whoever connects. */
let service: Server;
/** A container of the guest's network that answers whoever connects: by it, silence is told from a test that cannot speak. */
const listener = `listener-${process.pid}`;
const open = ['10.0.2.15 2377', '172.17.0.1 2377'];

beforeAll(async () => {
  service = createServer((socket) => socket.end('a secret of the host'));
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  const listen = ['run', '--detach', '--name', listener, '--network', 'host'];
  const serve = ['slipway/busybox', 'nc', '-ll', '-p', '2377', '-e', 'true'];
  expect(await vm.client([...listen, ...serve])).toMatchObject({ code: 0 });
});

afterAll(async () => {
  await vm.client(['rm', '--force', listener]);
  await new Promise((resolve) => service.close(resolve));
});

/**
 * Which addresses answered a connection from a container. One that is dropped is given up after two seconds; who is to answer
 * is given longer, on a machine under load.
 */
async function reached(closed: readonly string[], ...options: readonly string[]): Promise<readonly string[]> {
  const visit = (seconds: number) => (address: string) =>
    `(nc -w ${seconds} ${address} </dev/null >/dev/null 2>&1 && echo "${address}") &`;
  const script = [...closed.map(visit(2)), ...open.map(visit(30)), 'wait'].join('\n');
  const { code, stdout, stderr } = await vm.client([
    ...['run', '--rm', ...options],
    ...['slipway/busybox', 'sh', '-c', script],
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .sort();
}

describe('services of the guest and of the host', () => {
  const guestAddresses = ['10.0.2.15', '172.17.0.1', '127.0.0.1', '10.0.2.2', '10.0.2.3'];
  const ports = [guestPorts.engine, guestPorts.ssh, 2375, 22];
  const ofGuest = guestAddresses.flatMap((address) => ports.map((port) => `${address} ${port}`));

  it.each([
    ['of its own network', []],
    ['of the guest’s network', ['--network', 'host']],
    ['of the guest’s network, privileged', ['--network', 'host', '--privileged']],
  ])('cannot be reached from a container %s, which reaches what is open to it', async (_, options) => {
    const { port } = service.address() as AddressInfo;
    const ofHost = [`10.0.2.2 ${port}`, `10.0.2.3 ${port}`];
    expect(await reached([...ofGuest, ...ofHost], ...options)).toEqual(open);
  });
});

describe('on the host', () => {
  it('no process of ours listens on a port, but on the loopback for names of containers', async () => {
    const processes = await processesOf(vm.paths.home);
    expect(processes.length).toBeGreaterThanOrEqual(2);
    const { domains } = await vm.status();
    const named = [domains?.http.port, domains?.https.port].flatMap((port) => {
      const hex = port?.toString(16).toUpperCase().padStart(4, '0');
      return hex === undefined ? [] : [`tcp 0100007F:${hex}`, `tcp6 ${'0'.repeat(24)}01000000:${hex}`];
    });
    const listening = await listeningOn(processes.map(({ pid }) => pid));
    expect(listening.toSorted()).toEqual(named.toSorted());
  });

  it('every socket is for its owner alone, in folders for their owner alone', async () => {
    const { home, run, dockerSocket, controlSocket } = vm.paths;
    for (const folder of [home, run]) expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const socket of [dockerSocket, controlSocket, ...qemuSockets(vm.paths)]) {
      expect((await stat(socket)).mode & 0o077).toBe(0);
      expect((await stat(socket)).isSocket()).toBe(true);
    }
  });
});
