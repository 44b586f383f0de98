// What containers reach of this computer, and how names are looked up for them: what the settings and the host's resolver say, while
// they run and across a sleep.
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSleeper, type Sleeper } from '../sleep/sleeper.ts';
import { cliProgram, removeInstance } from '../support/instance.ts';
import { startNameServer } from '../support/name-server.ts';
import { runProgram } from '../support/run-program.ts';

let vm: Sleeper;
/** A service on the loopback of this computer. */
let service: Server;
let port: number;
let url: string;

const isRoot = process.getuid?.() === 0;
/** Addresses of the loopback that name servers of the tests have, one before and one after the network has changed. */
const [before, after] = ['127.53.0.1', '127.53.0.2'];

beforeAll(async () => {
  service = createServer((_, response) => response.end('from the host')).listen(0, '127.0.0.1');
  await once(service, 'listening');
  port = (service.address() as AddressInfo).port;
  url = `http://host.docker.internal:${port}/`;
  vm = await createSleeper();
  await startWithResolver();
  await vm.run('network', 'create', 'own');
  for (const [name, network] of [
    ['plain', 'bridge'],
    ['grouped', 'own'],
  ])
    await vm.run(
      ...['run', '--detach', '--name', `${name}`, '--network', `${network}`],
      ...['slipway/busybox', 'sleep', '1000000'],
    );
});

afterAll(async () => {
  await removeInstance(vm);
  service.close();
});

const resolverFile = () => join(vm.userHome, 'resolv.conf');

/** Starts with a resolver file of its own in the place of the system's, where this may be done. */
async function startWithResolver(): Promise<void> {
  if (!isRoot) return void (await vm.wake());
  await writeFile(resolverFile(), `nameserver ${before}\nsearch corp.test\n`);
  const within = 'mount --bind "$1" /etc/resolv.conf && shift && exec "$@"';
  const started = await runProgram(
    'unshare',
    [
      ...['--mount', '--propagation', 'private', 'sh', '-c', within, 'sh', resolverFile()],
      ...[process.execPath, cliProgram, 'start'],
    ],
    { env: vm.env },
  );
  expect(started, started.stderr).toMatchObject({ code: 0 });
}

const inside = (container: string, ...command: readonly string[]) =>
  vm.client(['exec', container, ...command]);
const fetched = async (container: string, from = url) => {
  const { stdout, stderr } = await inside(container, 'wget', '-T', '30', '-q', '-O', '-', from);
  return stdout || stderr;
};
const set = async (value: string) =>
  expect(await vm.slipway(['settings', 'set', 'network.hostPorts', value])).toMatchObject({ code: 0 });
const denied = async () => (await vm.status()).problems.filter(({ code }) => code === 'host-port-closed');

describe('a service on this computer', () => {
  it('is refused to containers at once, and status says who tried what, and how it is allowed', async () => {
    expect(await fetched('plain')).toContain('Connection refused');
    const hint = `To let them: \`slipway settings set network.hostPorts ${port}\`.`;
    await expect
      .poll(denied)
      .toMatchObject([
        { message: expect.stringMatching(new RegExp(`^The container plain tried .* port ${port} `)), hint },
      ]);
  });

  it('is reached by its name once its port is allowed, from every kind of network, and no other is', async () => {
    await set(`1,${port}`);
    expect(await denied()).toEqual([]);
    for (const container of ['plain', 'grouped']) {
      expect(await fetched(container)).toBe('from the host');
      expect(await fetched(container, url.replace('host.', 'gateway.'))).toBe('from the host');
    }
    const network = ['run', '--rm', '--network', 'host', 'slipway/busybox', 'wget', '-T', '30', '-qO-'];
    expect(await vm.run(...network, url)).toBe('from the host');
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const closed = url.replace(`:${port}`, `:${(other.address() as AddressInfo).port}`);
    expect(await fetched('grouped', closed)).toContain('Connection refused');
    expect(await vm.client([...network, closed])).toMatchObject({ code: 1 });
    other.close();
  });

  it('answers datagrams, too', async () => {
    const server = await startNameServer('127.0.0.1', { 'tides.test': '192.0.2.7' }, 0);
    const lookup = async () =>
      (await inside('plain', 'nslookup', '-type=a', 'tides.test', `10.0.2.2:${server.port}`)).stdout;
    expect(await lookup()).not.toContain('192.0.2.7');
    await set(`${port},${server.port}`);
    expect(await lookup()).toContain('192.0.2.7');
    await server.close();
  });

  it('stays open across a sleep, and what was taken back meanwhile is closed afterwards', async () => {
    await set('all');
    await vm.sleep();
    await vm.wake();
    expect(await fetched('plain')).toBe('from the host');
    await vm.sleep();
    await vm.slipway(['settings', 'unset', 'network.hostPorts']);
    await vm.wake();
    await expect.poll(() => fetched('plain')).toContain('Connection refused');
  });

  it('is not open by a value that means nothing', async () => {
    const refused = await vm.slipway(['settings', 'set', 'network.hostPorts', '80-70']);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('5432,3000-3010') });
  });
});

describe.runIf(isRoot)('names', () => {
  const lookup = async (name: string, container = 'plain') => {
    const { stdout } = await inside(container, 'ping', '-c', '1', '-W', '1', name);
    return /\(([\d.]+)\)/.exec(stdout)?.[1];
  };

  it('are looked up as this computer does, and as it does after its network has changed', async () => {
    const [first, second] = [
      await startNameServer(before, { 'tides.corp.test': '192.0.2.7' }),
      await startNameServer(after, { 'tides.corp.test': '192.0.2.8', 'reef.vpn.test': '192.0.2.9' }),
    ];
    try {
      expect(await lookup('tides.corp.test')).toBe('192.0.2.7');
      expect(await lookup('tides.corp.test', 'grouped')).toBe('192.0.2.7');
      // By the domain that this computer searches.
      expect(await lookup('tides', 'plain')).toBe('192.0.2.7');
      await writeFile(resolverFile(), `nameserver ${after}\nsearch vpn.test corp.test\n`);
      await expect.poll(() => lookup('tides.corp.test'), { timeout: 30_000 }).toBe('192.0.2.8');
      const search = () => vm.inGuest('grep search /etc/resolv.conf');
      await expect.poll(search, { timeout: 30_000 }).toBe('search vpn.test corp.test');
      // A container has the domains of its start.
      await vm.run('restart', '--time', '0', 'plain');
      expect(await lookup('reef')).toBe('192.0.2.9');
      expect(second.asked.filter((name) => name.endsWith('docker.internal'))).toEqual([]);
    } finally {
      await Promise.all([first.close(), second.close()]);
    }
  });

  it('are looked up although a container publishes the port of name servers', async () => {
    const server = await startNameServer(after, { 'tides.corp.test': '192.0.2.8' });
    try {
      await vm.run(
        ...['run', '--detach', '--name', 'deaf', '--publish', '127.0.0.9:53:53/udp', 'slipway/busybox'],
        ...['sleep', '1000000'],
      );
      expect(await lookup('tides.corp.test')).toBe('192.0.2.8');
      expect(await lookup('tides.corp.test', 'grouped')).toBe('192.0.2.8');
    } finally {
      await server.close();
    }
  });
});
