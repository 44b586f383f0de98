// What containers publish, on the host: by whichever address, protocol and IP version, and through what a VM goes through. One
// instance of its own goes through all of it.
import { stat } from 'node:fs/promises';
import type { Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PublishedPort } from '../../main/contract/ports.ts';
import { findDoorSockets } from '../../main/home/paths.ts';
import { abortAfter, poll } from '../../main/util/wait.ts';
import { doors } from '../../main/vm/guest/ports-line.ts';
import { type Sleeper, sleeperOf } from '../sleep/sleeper.ts';
import { echoServer } from '../support/echo-server.ts';
import { hostPidOf } from '../support/host-pid.ts';
import { createInstance, removeInstance, testSettings } from '../support/instance.ts';
import { killProcess } from '../support/kill-process.ts';
import { offline } from '../support/offline.ts';
import {
  askEcho,
  askNewWeb,
  askUdp,
  askWeb,
  freePorts,
  freeRange,
  isOpen,
  lanAddress,
  listen,
  open,
} from '../support/port-visitor.ts';
import { sleepingOriginal } from '../support/shared-vm.ts';

let vm: Sleeper;
/** What the first container without a name was called. */
let firstName: string;
/** Programs of others that are in the way. */
const others: Server[] = [];
const web = ['slipway/busybox', 'httpd', '-f', '-p', '80', '-h', '/www'];
const ok = 'HTTP/1.1 200 OK';

beforeAll(async () => {
  // Booted, not resumed: where an engine begins to count for ports that nobody chose is for each boot to say, and copies of one
  // VM would take the same.
  const original = await sleepingOriginal();
  vm = sleeperOf(
    await createInstance({ settings: testSettings, verdictsOf: original, templateOf: original }),
  );
  await vm.start();
  firstName = await inventName();
});

afterEach(() => {
  for (const server of others.splice(0)) server.close();
});

afterAll(() => removeInstance(vm));

const publish = (...bindings: readonly string[]) => bindings.flatMap((binding) => ['--publish', binding]);
const run = (name: string, ...parameters: readonly string[]) =>
  vm.run('run', '--detach', '--name', name, ...parameters);
/** How dockerd calls a container that is given no name. */
async function inventName(): Promise<string> {
  const id = await vm.run('create', ...offline, 'slipway/hello');
  const name = await vm.run('inspect', '--format', '{{.Name}}', id);
  await vm.run('rm', id);
  return name;
}
const remove = (...names: readonly string[]) => vm.run('rm', '--force', ...names);

async function ports(): Promise<readonly PublishedPort[]> {
  const { code, stdout, stderr } = await vm.slipway(['ports', '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as PublishedPort[];
}

/** They go with their containers: a moment after the engine has said that one is removed, since the guest tells the host. */
const untilNonePublished = () => expect.poll(ports).toEqual([]);

const problems = async () => (await vm.status()).problems.filter(({ code }) => code === 'port-unavailable');

describe('a published port', () => {
  it('is bound to exactly the address that was asked for, and leads to its container', async () => {
    const [own = 0, all = 0, sixth = 0, plain = 0] = await freePorts(4);
    const range = await freeRange(3);
    const lan = lanAddress();
    await run(
      ...([
        'addresses',
        ...publish(`127.0.0.1:${own}:80`, `0.0.0.0:${all}:80`, `[::1]:${sixth}:80`),
      ] as const),
      ...publish(`${plain}:80`, '80', `${range}-${range + 2}:80-82`),
      ...web,
    );
    const chosen = Number(
      /127\.0\.0\.1:(2\d{4})->80/.exec(await vm.run('ps', '--format', '{{.Ports}}'))?.[1],
    );
    for (const [host, port] of [
      ['127.0.0.1', own],
      ['127.0.0.1', all],
      [lan, all],
      ['::1', sixth],
      ['127.0.0.1', plain],
      ['127.0.0.1', chosen],
      ['127.0.0.1', range],
    ] as const)
      expect(`${host} ${port} ${await askNewWeb(host, port)}`).toBe(`${host} ${port} ${ok}`);
    for (const [host, port] of [
      [lan, own],
      [lan, plain],
      ['::1', own],
      ['::1', all],
      ['127.0.0.1', sixth],
    ] as const)
      expect(`${host} ${port} ${await isOpen(host, port)}`).toBe(`${host} ${port} false`);
    const ways = await findDoorSockets(vm.paths);
    expect(ways.length).toBeGreaterThan(0);
    for (const way of ways) expect((await stat(way)).mode & 0o077).toBe(0);
    const told = (await ports()).map(({ address, port, containerPort, isReachableFromLan, container }) =>
      [address, port, containerPort, isReachableFromLan, container?.name].join(' '),
    );
    expect(told.toSorted()).toEqual(
      [
        `127.0.0.1 ${own} 80 false addresses`,
        `0.0.0.0 ${all} 80 true addresses`,
        `::1 ${sixth} 80 false addresses`,
        `127.0.0.1 ${plain} 80 false addresses`,
        `127.0.0.1 ${chosen} 80 false addresses`,
        ...[0, 1, 2].map((at) => `127.0.0.1 ${range + at} ${80 + at} false addresses`),
      ].toSorted(),
    );
    await remove('addresses');
    await untilNonePublished();
    for (const port of [own, all, plain, chosen, range]) expect(await isOpen('127.0.0.1', port)).toBe(false);
  });

  it('of another network goes to this computer alone, too, unless all addresses are asked for', async () => {
    const [port = 0] = await freePorts(1);
    await vm.run('network', 'create', 'other');
    await run('elsewhere', '--network', 'other', ...publish(`${port}:80`), ...web);
    expect(await askNewWeb('127.0.0.1', port)).toBe(ok);
    expect(await isOpen(lanAddress(), port)).toBe(false);
    await remove('elsewhere');
    await vm.run('network', 'rm', 'other');
  });

  it('leads to a container by its IPv6 address where that is what the engine has', async () => {
    const [port = 0] = await freePorts(1);
    await vm.run('network', 'create', '--ipv6', 'sixth');
    await run(
      'of-sixth',
      '--network',
      'sixth',
      ...publish(`[::1]:${port}:80`, `127.0.0.1:${port}:80`),
      ...web,
    );
    expect(await askNewWeb('::1', port)).toBe(ok);
    expect(await askNewWeb('127.0.0.1', port)).toBe(ok);
    await remove('of-sixth');
    const proxies = () => vm.inGuest('pidof docker-proxy || echo none');
    await expect.poll(proxies, { timeout: 20_000 }).toBe('none');
    await vm.run('network', 'rm', 'sixth');
  });

  it('on an IPv6 address alone leads to its container as well', async () => {
    const [port = 0] = await freePorts(1);
    await run('alone', ...publish(`[::1]:${port}:7`, `[::1]:${port}:7/udp`), ...echoServer);
    expect(await askEcho('::1', port, 'by connection', 60_000)).toBe('by connection');
    expect(String(await askUdp('::1', port, Buffer.from('by datagram')))).toBe('by datagram');
    expect(await isOpen('127.0.0.1', port)).toBe(false);
    await remove('alone');
  });

  it('carries datagrams, small ones and those in pieces, of several senders', async () => {
    const [port = 0, all = 0] = await freePorts(2);
    await run(
      'datagrams',
      ...publish(`${port}:7/udp`, `0.0.0.0:${all}:7/udp`, `[::1]:${port}:7/udp`),
      ...echoServer,
    );
    const sizes = [1, 1_400, 9_000, 60_000];
    const answers = await Promise.all(
      sizes.map((size) => askUdp('127.0.0.1', port, Buffer.alloc(size, `${size}`))),
    );
    expect(answers.map(String)).toEqual(sizes.map((size) => Buffer.alloc(size, `${size}`).toString()));
    expect(String(await askUdp(lanAddress(), all, Buffer.from('hello')))).toBe('hello');
    expect(String(await askUdp('::1', port, Buffer.from('sixth')))).toBe('sixth');
    await remove('datagrams');
  });

  it('takes a thousand connections at once, and keeps one that says nothing', async () => {
    const [port = 0] = await freePorts(1);
    await run('many', ...publish(`${port}:7`), ...echoServer);
    const idle = await open('127.0.0.1', port);
    const numbers = Array.from({ length: 1_000 }, (_, at) => `number ${at}`);
    const before = performance.now();
    const answers = await Promise.all(numbers.map((said) => askEcho('127.0.0.1', port, said, 120_000)));
    console.log(`1,000 connections at once: ${Math.round(performance.now() - before)} ms`);
    expect(answers).toEqual(numbers);
    const heard = new Promise((resolve) => idle.once('data', resolve));
    idle.write('still here');
    expect(String(await heard)).toBe('still here');
    idle.destroy();
    await remove('many');
  });

  it('loses nothing of what is said while the guest drops packets', async () => {
    const backlog = 'net.core.netdev_max_backlog';
    const guest = async (...words: readonly string[]) => (await vm.slipway(['shell', '--', ...words])).stdout;
    const usual = (await guest('sysctl', '-n', backlog)).trim();
    const [port = 0] = await freePorts(1);
    await run('narrow', ...publish(`${port}:7`), ...echoServer);
    // What waits for a container's processor is dropped beyond this: a guest that is slow sends its SYN once more.
    await guest('sysctl', '-w', `${backlog}=100`);
    try {
      const numbers = Array.from({ length: 1_000 }, (_, at) => `number ${at}`);
      const answers = await Promise.all(numbers.map((said) => askEcho('127.0.0.1', port, said, 150_000)));
      expect(answers).toEqual(numbers);
    } finally {
      await guest('sysctl', '-w', `${backlog}=${usual}`);
    }
    await remove('narrow');
  });

  it('is served inside the guest, too, and goes away with its container all the same', async () => {
    const [port = 0] = await freePorts(1);
    await run('inside', ...publish(`0.0.0.0:${port}:80`), ...web);
    const ask = ['wget', '-q', '-O', '-', '-T', '20'];
    const page = await vm.run('exec', 'inside', ...ask, `http://172.17.0.1:${port}/`);
    expect(page).toContain('<html');
    expect(
      await vm.run(
        'run',
        '--rm',
        '--network',
        'host',
        'slipway/busybox',
        ...ask,
        `http://127.0.0.1:${port}/`,
      ),
    ).toBe(page);
    expect(await askNewWeb('127.0.0.1', port)).toBe(ok);
    await remove('inside');
    await untilNonePublished();
    expect(await isOpen('127.0.0.1', port)).toBe(false);
  });
});

describe('a port that is taken', () => {
  it.each(['127.0.0.1', '0.0.0.0'])('on %s fails at once, and names who has it', async (address) => {
    const [port = 0] = await freePorts(1);
    others.push(await listen(address, port));
    const { code, stderr } = await vm.docker([
      ...['run', '--detach', '--name', 'refused', ...publish(`${port}:80`), ...web],
    ]);
    expect(code).toBe(125);
    expect(stderr).toContain(`Port 127.0.0.1:${port} of this computer is taken by process ${process.pid} (`);
    expect(await vm.run('inspect', '--format', '{{.State.Status}}', 'refused')).toBe('created');
    await untilNonePublished();
    for (const server of others.splice(0)) await new Promise((resolve) => server.close(resolve));
    await vm.run('start', 'refused');
    expect(await askNewWeb('127.0.0.1', port)).toBe(ok);
    await remove('refused');
  });

  it('by an address that this computer does not have is said so', async () => {
    const { code, stderr } = await vm.docker([
      'run',
      '--name',
      'nowhere',
      ...publish('203.0.113.9:8080:80'),
      ...web,
    ]);
    expect(code).toBe(125);
    expect(stderr).toContain('this computer has no address 203.0.113.9');
    await remove('nowhere');
  });
});

describe('containers', () => {
  it('reach no door, and none of the host’s ways', async () => {
    const [port = 0] = await freePorts(1);
    await run('target', ...publish(`${port}:80`), ...web);
    const { first, last } = doors;
    const places = ['10.0.2.15', '172.17.0.1', '10.0.2.2'].flatMap((address) =>
      [first, first + 1, last].map((door) => `${address} ${door}`),
    );
    const script = places
      .map((place) => `(nc -w 2 ${place} </dev/null >/dev/null 2>&1 && echo "${place}") &`)
      .join('\n');
    for (const options of [[], ['--network', 'host', '--privileged']])
      expect(await vm.run('run', '--rm', ...options, 'slipway/busybox', 'sh', '-c', `${script}\nwait`)).toBe(
        '',
      );
    await remove('target');
  });
});

describe('through the life of the VM', () => {
  let tcp = 0;
  let udp = 0;
  let lasting = 0;

  beforeAll(async () => {
    [tcp = 0, udp = 0, lasting = 0] = await freePorts(3);
    // They end when a stop tells them to: one that is deaf is given ten seconds.
    await run('echo', '--init', ...publish(`${tcp}:7`, `${udp}:7/udp`), ...echoServer);
    await run('lasting', '--init', '--restart', 'always', ...publish(`${lasting}:80`), ...web);
    expect(await askEcho('127.0.0.1', tcp, 'hello')).toBe('hello');
  });

  it('is there while it sleeps, and the first connection wakes it', async () => {
    await vm.sleep();
    const numbers = async () => (await ports()).map(({ port }) => port).toSorted();
    await expect.poll(numbers).toEqual([tcp, udp, lasting].toSorted());
    const before = performance.now();
    expect(await askEcho('127.0.0.1', tcp, 'wake')).toBe('wake');
    console.log(
      `answered ${Math.round(performance.now() - before)} ms after the connection that wakes the VM`,
    );
    expect(await askWeb('127.0.0.1', lasting)).toBe(ok);
    await vm.start();
    expect((await vm.status()).boot?.kind).toBe('resume');
    expect(String(await askUdp('127.0.0.1', udp, Buffer.from('after')))).toBe('after');
    expect(await ports()).toHaveLength(3);
  });

  it('a datagram wakes it, too', async () => {
    await vm.sleep();
    expect(String(await askUdp('127.0.0.1', udp, Buffer.from('wake')))).toBe('wake');
    await vm.start();
  });

  it('one that is taken while nobody supervises is said, and comes back when it is free', async () => {
    const started = await vm.run('inspect', '--format', '{{.State.StartedAt}}', 'echo');
    await killProcess(await hostPidOf(vm));
    // A process is gone in the eyes of others before the last of its threads has let go of its sockets.
    await poll(20, abortAfter(60_000), async () => ((await isOpen('127.0.0.1', tcp)) ? undefined : true));
    others.push(await listen('127.0.0.1', tcp));
    await vm.start();
    expect((await vm.status()).boot?.kind).toBe('adopt');
    await poll(200, abortAfter(20_000), async () =>
      (await problems()).some(({ message }) => message.includes(`process ${process.pid} (`))
        ? true
        : undefined,
    );
    // The rest works.
    expect(await askWeb('127.0.0.1', lasting)).toBe(ok);
    expect(String(await askUdp('127.0.0.1', udp, Buffer.from('adopted')))).toBe('adopted');
    expect((await ports()).find(({ port }) => port === tcp)).toMatchObject({ holder: { pid: process.pid } });
    for (const server of others.splice(0)) await new Promise((resolve) => server.close(resolve));
    await poll(500, abortAfter(20_000), async () => ((await problems()).length === 0 ? true : undefined));
    expect(await askEcho('127.0.0.1', tcp, 'again')).toBe('again');
    expect(await vm.run('inspect', '--format', '{{.State.StartedAt}}', 'echo')).toBe(started);
  });

  it('leaves nothing open behind a stop', async () => {
    await vm.slipway(['stop']);
    expect(await vm.slipway(['ports', '--json'])).toMatchObject({
      ...{ code: 0, stdout: '[]\n' },
      stderr: expect.stringContaining('The engine is stopped.'),
    });
    for (const port of [tcp, lasting]) expect(await isOpen('127.0.0.1', port)).toBe(false);
  });

  it('goes to all addresses without one being asked for, once the setting says so', async () => {
    const [port = 0, own = 0] = await freePorts(2);
    await vm.slipway(['settings', 'set', 'ports.defaultAddress', '0.0.0.0']);
    await vm.start();
    await run('everywhere', ...publish(`${port}:80`, `127.0.0.1:${own}:80`), ...web);
    for (const host of ['127.0.0.1', lanAddress(), '::1'])
      expect(`${host} ${await askNewWeb(host, port)}`).toBe(`${host} ${ok}`);
    expect(await isOpen(lanAddress(), own)).toBe(false);
    const told = (await ports()).filter((one) => [port, own].includes(one.port));
    expect(
      told.map(({ address, isReachableFromLan }) => `${address} ${isReachableFromLan}`).toSorted(),
    ).toEqual(['0.0.0.0 true', '127.0.0.1 false', ':: true']);
    await remove('everywhere');
  });
});

describe('a name that nobody chose', () => {
  it('is another after each start from the template, in which dockerd has begun already', async () => {
    expect((await vm.status()).boot).toMatchObject({ kind: 'template' });
    expect(await inventName()).not.toBe(firstName);
  });
});
