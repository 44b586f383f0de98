import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { GuestPort } from '../contract/ports.ts';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import { abortAfter, poll } from '../util/wait.ts';
import type { Machine } from '../vm/driver.ts';
import { createFakeMachine } from '../vm/fakes/fake-machine.ts';
import type { PortsMessage } from '../vm/guest/ports-line.ts';
import type { State } from '../vm/state.ts';
import type { Supervisor } from '../vm/supervisor.ts';
import { readHeldPorts, writeHeldPorts } from './held-ports.ts';
import { type PublishedPorts, publishPorts } from './published-ports.ts';

let paths: HomePaths;
let ports: PublishedPorts;
let kind: State['kind'];
let machine: Machine | undefined;
let onChange: () => void;
/** What the guest says. */
let say: (message: PortsMessage) => void;
/** What the guest was told: `opened 1`, or `1: why not`. */
let told: string[];
let wakes: number;
let container: Server;

beforeEach(async () => {
  paths = homePaths(await mkdtemp(join(tmpdir(), 'published-')));
  await prepareHome(paths);
  kind = 'stopped';
  machine = undefined;
  told = [];
  wakes = 0;
  container = createServer((socket) => socket.end('container')).listen(0, '127.0.0.1');
  await once(container, 'listening');
  onChange = () => undefined;
  const supervisor = {
    view: () => ({ state: { kind } }),
    present: () => machine,
    onChange(listener: () => void) {
      const before = onChange;
      onChange = () => {
        before();
        listener();
      };
    },
    start: async () => undefined,
    async awaken() {
      wakes += 1;
      if (machine === undefined) boot('running');
      return machine;
    },
  } as unknown as Supervisor;
  ports = publishPorts({
    ...{ paths, supervisor, log: () => undefined, makeRoom: async () => undefined },
    ...{ onConnections: () => undefined, onChange: () => undefined, onProblems: () => undefined },
    onDenied: async () => undefined,
  });
});

afterEach(async () => {
  await ports.close();
  await new Promise((resolve) => container.close(resolve));
  await rm(paths.home, { recursive: true, force: true });
});

/** There is another VM, in that state. */
function boot(state: State['kind']): void {
  const fake = createFakeMachine(1);
  machine = {
    ...fake,
    ports: {
      ...fake.ports,
      onMessage(listener) {
        say = listener;
      },
      list: () => 'word',
      answer: (id, refusal) => told.push(refusal === undefined ? `opened ${id}` : `${id}: ${refusal}`),
    },
    doors: {
      ...fake.doors,
      connect: async (): Promise<Duplex> => connect(portOf(container), '127.0.0.1'),
    },
  };
  become(state);
}

function become(state: State['kind']): void {
  kind = state;
  onChange();
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function guestPort(port: number, id = 1): GuestPort {
  return { protocol: 'tcp', address: '127.0.0.1', port, id, door: 61_440, containerPort: 80 };
}

/** What somebody hears who connects; nothing when the connection is closed at once, undefined when it is refused. */
function visit(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(port, '127.0.0.1');
    socket.on('data', (data) => {
      said += String(data);
    });
    socket.once('close', (failed) => resolve(failed && said === '' ? undefined : said));
    socket.on('error', () => undefined);
  });
}

const until = (check: () => boolean | Promise<boolean>) =>
  poll(10, abortAfter(5_000), async () => ((await check()) ? true : undefined));
const list = () => ports.list(abortAfter(1_000));

describe('published ports', () => {
  it('are opened for a container that asks, and closed behind it', async () => {
    boot('running');
    const port = await freePort();
    say({ kind: 'ask', port: guestPort(port) });
    await until(() => told.includes('opened 1'));
    expect(await visit(port)).toBe('container');
    say({ kind: 'gone', id: 1 });
    await until(async () => (await visit(port)) === undefined);
    expect(await list()).toEqual([]);
  });

  it('are refused to a container that is run, and owed to one that comes back with the engine', async () => {
    boot('running');
    const taken = portOf(container);
    say({ kind: 'ask', port: guestPort(taken) });
    await until(() => told.length === 1);
    expect(told[0]).toMatch(
      new RegExp(`^1: Port 127\\.0\\.0\\.1:${taken} of this computer is taken by .*\\.$`),
    );
    expect(ports.problems()).toEqual([]);
    boot('booting');
    say({ kind: 'ask', port: guestPort(taken, 2) });
    await until(() => told.includes('opened 2'));
    expect(ports.problems()).toMatchObject([
      { code: 'port-unavailable', hint: expect.stringContaining('tries again') },
    ]);
    expect(await list()).toMatchObject([{ port: taken, problem: { code: 'port-unavailable' } }]);
  });

  it('tell of some that are in the way, and how many more there are', async () => {
    boot('booting');
    // All of these are the loopback, and all are in the way of whoever listens on every address.
    const everywhere = createServer().listen(0, '0.0.0.0');
    await once(everywhere, 'listening');
    const port = portOf(everywhere);
    for (let id = 1; id <= 20; id += 1)
      say({ kind: 'ask', port: { ...guestPort(port, id), address: `127.0.0.${id}` } });
    await until(() => told.length === 20);
    expect(ports.problems()).toHaveLength(17);
    expect(ports.problems().at(-1)?.message).toBe(
      'Containers or services are not reached by 4 further ports.',
    );
    await new Promise((resolve) => everywhere.close(resolve));
  });

  it('are open through a sleep; the first connection wakes the VM and is served', async () => {
    boot('running');
    const port = await freePort();
    say({ kind: 'ask', port: guestPort(port) });
    say({ kind: 'listed', word: 'word' });
    await until(() => told.length === 1);
    machine = undefined;
    become('sleeping');
    const visited = visit(port);
    await until(() => wakes === 1);
    say({ kind: 'port', port: guestPort(port) });
    say({ kind: 'listed', word: 'word' });
    expect(await visited).toBe('container');
    expect(await list()).toHaveLength(1);
  });

  it('are taken up by a host that finds the VM asleep', async () => {
    const port = await freePort();
    const held = {
      ...({ protocol: 'tcp', address: '127.0.0.1', port, containerPort: 80 } as const),
      ...{ container: null, service: null },
    };
    const state = { isReachableFromLan: false, connections: 0, problem: null, holder: null };
    await writeHeldPorts(paths.publishedPorts, [{ ...held, ...state }]);
    kind = 'sleeping';
    await ports.begin();
    expect(await list()).toMatchObject([{ port, problem: null }]);
    const visited = visit(port);
    await until(() => wakes === 1);
    say({ kind: 'port', port: guestPort(port) });
    expect(await visited).toBe('container');
  });

  it('are named by the engine once, and again for a new one and after a while', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const [first, second] = [await freePort(), await freePort()];
    const names = new Map([[first, '/web']]);
    let asked = 0;
    const engine = createHttpServer(({ url }, response) => {
      if (url !== '/containers/json') return response.writeHead(503).end();
      asked += 1;
      const publishers = [...names].map(([PublicPort, name]) => ({
        ...{ Id: 'a1', Names: [name] },
        Ports: [{ IP: '127.0.0.1', PublicPort, Type: 'tcp' }],
      }));
      response.end(JSON.stringify(publishers));
    }).listen(paths.ownSocket);
    await once(engine, 'listening');
    const named = async () =>
      Object.fromEntries((await list()).map(({ port, container: c }) => [port, c?.name]));
    try {
      boot('running');
      say({ kind: 'ask', port: guestPort(first, 1) });
      await until(() => told.length === 1);
      expect(await named()).toEqual({ [first]: 'web' });
      // After a change it asks by itself, once.
      await until(() => asked === 2);
      for (let times = 0; times < 5; times += 1) expect(await named()).toEqual({ [first]: 'web' });
      expect(asked).toBe(2);
      names.set(second, '/db');
      say({ kind: 'ask', port: guestPort(second, 2) });
      await until(() => told.length === 2);
      expect(await named()).toEqual({ [first]: 'web', [second]: 'db' });
      names.set(first, '/renamed');
      vi.advanceTimersByTime(60_000);
      expect(await named()).toEqual({ [first]: 'renamed', [second]: 'db' });
    } finally {
      vi.useRealTimers();
      await new Promise((resolve) => engine.close(resolve));
    }
  });

  it('are closed when a VM that was started anew does not publish them', async () => {
    boot('running');
    const [kept, lost] = [await freePort(), await freePort()];
    say({ kind: 'ask', port: guestPort(kept, 1) });
    say({ kind: 'ask', port: guestPort(lost, 2) });
    await until(() => told.length === 2);
    boot('booting');
    say({ kind: 'listed', word: 'word' });
    say({ kind: 'ask', port: guestPort(kept, 1) });
    await until(() => told.length === 3);
    expect(await list()).toHaveLength(2);
    become('running');
    await until(async () => (await visit(lost)) === undefined);
    expect((await list()).map(({ port }) => port)).toEqual([kept]);
  });

  it('are written down for the next host, and forgotten with a VM that is stopped', async () => {
    boot('running');
    const port = await freePort();
    say({ kind: 'ask', port: guestPort(port) });
    await until(async () => (await readHeldPorts(paths.publishedPorts)).length === 1);
    machine = undefined;
    become('stopped');
    await until(async () => (await readHeldPorts(paths.publishedPorts)).length === 0);
    expect(await visit(port)).toBeUndefined();
  });

  it('are opened for services, too, where ports go that name no address, and lead to the ingress', async () => {
    const port = await freePort();
    const led: string[] = [];
    const engine = createHttpServer(({ url = '' }, response) => {
      if (url.startsWith('/events')) return response.writeHead(200).flushHeaders();
      if (url === '/_ping') return response.setHeader('Swarm', 'active/manager').end('OK');
      if (url === '/networks/docker_gwbridge')
        return response.end('{"Containers":{"ingress-sbox":{"IPv4Address":"172.18.0.2/16"}}}');
      if (url !== '/services') return response.end('[]');
      const Ports = [{ Protocol: 'tcp', TargetPort: 80, PublishedPort: port, PublishMode: 'ingress' }];
      response.end(JSON.stringify([{ ID: 's1', Spec: { Name: 'site' }, Endpoint: { Ports } }]));
    }).listen(paths.ownSocket);
    await once(engine, 'listening');
    try {
      boot('booting');
      if (machine === undefined) throw new Error('there is no VM');
      machine = {
        ...machine,
        ports: {
          ...machine.ports,
          async lead(protocol, address, number) {
            led.push(`${protocol} ${address} ${number}`);
            return 65_024;
          },
        },
      };
      become('running');
      await until(async () => (await list()).length === 1);
      expect(await list()).toMatchObject([
        { address: '127.0.0.1', port, containerPort: 80, container: null, service: { name: 'site' } },
      ]);
      expect(await visit(port)).toBe('container');
      expect(led).toEqual([`tcp 172.18.0.2 ${port}`]);
      await until(async () => (await readHeldPorts(paths.publishedPorts))[0]?.service?.name === 'site');
    } finally {
      engine.closeAllConnections();
      await new Promise((resolve) => engine.close(resolve));
    }
  });

  it('turn away who would wake a VM that is put to sleep for good', async () => {
    boot('running');
    const port = await freePort();
    say({ kind: 'ask', port: guestPort(port) });
    await until(() => told.length === 1);
    ports.setTurningAway(true);
    expect(await visit(port)).toBe('');
    expect(wakes).toBe(0);
  });
});
