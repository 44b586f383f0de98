import { stat } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { qemuSockets } from '../../main/home/paths.ts';
import { guestPorts } from '../../main/vm/drivers/qemu/arguments.ts';
import { processesOf } from '../support/home-processes.mjs';
import { listeningOn } from '../support/listening.ts';
import { sharedVm } from '../support/shared-vm.ts';

const vm = sharedVm();
/** A service on the host's own loopback that nobody gave to the guest, TCP and as an answer to whoever connects. */
let service: Server;

beforeAll(async () => {
  service = createServer((socket) => socket.end('a secret of the host'));
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  await new Promise((resolve) => service.close(resolve));
});

/** Which of these answered a connection from a container. A connection that is dropped is given up after two seconds. */
async function reached(
  addresses: readonly string[],
  ...options: readonly string[]
): Promise<readonly string[]> {
  const tries = addresses.map((address) => {
    const [host, port] = address.split(' ');
    return `(nc -w 2 ${host} ${port} </dev/null >/dev/null 2>&1 && echo "${address}") &`;
  });
  const script = `${tries.join('\n')}\nwait`;
  const { code, stdout, stderr } = await vm.docker([
    ...['run', '--rm', ...options],
    ...['slipway/busybox', 'sh', '-c', script],
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .sort();
}

describe('the guest’s own services', () => {
  const guestAddresses = ['10.0.2.15', '172.17.0.1', '127.0.0.1', '10.0.2.2', '10.0.2.3'];
  const ports = [guestPorts.engine, guestPorts.ssh, 2375, 22];
  const all = guestAddresses.flatMap((address) => ports.map((port) => `${address} ${port}`));

  it.each([
    ['of its own network', []],
    ['of the guest’s network', ['--network', 'host']],
    ['of the guest’s network, privileged', ['--network', 'host', '--privileged']],
  ])('cannot be reached from a container %s', async (_, options) => {
    expect(await reached(all, ...options)).toEqual([]);
  });

  it('can be told from what can be reached', async () => {
    const name = `listener-${process.pid}`;
    const listen = ['run', '--rm', '--detach', '--name', name, '--network', 'host'];
    const serve = 'while :; do nc -l -p 2377 </dev/null; done';
    await vm.docker([...listen, 'slipway/busybox', 'sh', '-c', serve]);
    try {
      expect(
        [...(await reached(['172.17.0.1 2377'])), ...(await reached(['10.0.2.15 2377']))].sort(),
      ).toEqual(['10.0.2.15 2377', '172.17.0.1 2377']);
    } finally {
      await vm.docker(['rm', '--force', name]);
    }
  });
});

describe('the host’s own services', () => {
  it.each([
    ['its own network', []],
    ['the guest’s network', ['--network', 'host']],
  ])('cannot be reached from a container on %s', async (_, options) => {
    const { port } = service.address() as AddressInfo;
    expect(await reached([`10.0.2.2 ${port}`, `10.0.2.3 ${port}`], ...options)).toEqual([]);
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
