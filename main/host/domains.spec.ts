import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { type AddressInfo, connect, createServer as createPlain } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type EngineServer, serveEngine } from '../engine/fakes/engine-server.ts';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import { setSetting } from '../settings/settings-store.ts';
import { abortAfter, poll } from '../util/wait.ts';
import type { Machine } from '../vm/driver.ts';
import { createFakeMachine } from '../vm/fakes/fake-machine.ts';
import type { State } from '../vm/state.ts';
import type { Supervisor } from '../vm/supervisor.ts';
import { type ContainerDomains, serveDomains } from './domains.ts';

let paths: HomePaths;
let engine: EngineServer;
let domains: ContainerDomains;
let kind: State['kind'];
let machine: Machine | undefined;
let onChange: () => void;
let wakes: number;
let led: string[];
let containers: object[];
let answering: ReturnType<typeof createServer>;
let counts: number[];
let listenerChanges: number;
let httpPort: number;
let httpsPort: number;

beforeEach(async () => {
  const home = homePaths(await mkdtemp(join(tmpdir(), 'domains-')));
  await prepareHome(home);
  [httpPort, httpsPort] = [await freePort(), await freePort()];
  await setSetting(home, 'domains.httpPort', httpPort);
  await setSetting(home, 'domains.httpsPort', httpsPort);
  containers = [container('web')];
  engine = await serveEngine(({ url = '' }, response: ServerResponse) => {
    if (url.startsWith('/events')) response.writeHead(200).flushHeaders();
    else if (url === '/networks') response.end('[{"Id":"n","Driver":"bridge"}]');
    else if (!url.startsWith('/containers/json')) response.end('{"Config":{"ExposedPorts":{}}}');
    else response.end(JSON.stringify(containers));
  });
  paths = { ...home, ownSocket: engine.socketPath };
  answering = createServer(({ headers }, response) =>
    response.end(`${headers.host} ${headers['x-forwarded-proto']}`),
  ).listen(0, '127.0.0.1');
  await once(answering, 'listening');
  [kind, wakes, led, counts, listenerChanges] = ['stopped', 0, [], [], 0];
  machine = undefined;
  const supervisor = {
    view: () => ({ state: { kind }, boot: { kind: 'resume' } }),
    present: () => machine,
    onChange(listener: () => void) {
      const before = onChange;
      onChange = () => {
        before();
        listener();
      };
    },
    async awaken() {
      wakes += 1;
      if (kind !== 'running') boot();
      return machine;
    },
    start: async () => undefined,
  } as unknown as Supervisor;
  onChange = () => undefined;
  domains = serveDomains({
    ...{ paths, supervisor, log: () => undefined, onChange: () => undefined },
    onRequests: () => counts.push(domains.requests()),
    onListeners: () => {
      listenerChanges += 1;
    },
  });
  domains.begin();
});

afterEach(async () => {
  await domains.close();
  await engine.close();
  answering.closeAllConnections();
  answering.close();
  await rm(paths.home, { recursive: true, force: true });
});

function container(name: string, over: object = {}) {
  return {
    ...{ Id: name, Names: [`/${name}`], Created: 1, State: 'running' },
    ...{ Ports: [{ PrivatePort: 80, Type: 'tcp' }], HostConfig: { NetworkMode: 'bridge' } },
    NetworkSettings: { Networks: { bridge: { NetworkID: 'n', IPAddress: '172.17.0.2' } } },
    ...over,
  };
}

function boot(): void {
  const fake = createFakeMachine(1);
  machine = {
    ...fake,
    ports: {
      ...fake.ports,
      async lead(_, address, port) {
        led.push(`${address}:${port}`);
        return 65_024;
      },
    },
    doors: {
      ...fake.doors,
      connect: async () =>
        connect({ port: (answering.address() as AddressInfo).port, host: '127.0.0.1', allowHalfOpen: true }),
    },
  };
  become('running');
}

function become(state: State['kind']): void {
  kind = state;
  onChange();
}

async function freePort(): Promise<number> {
  const server = createPlain().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const until = (check: () => boolean) => poll(5, abortAfter(5_000), () => (check() ? true : undefined));
const untilOpen = () =>
  until(() => domains.listeners()?.http.port !== null && domains.listeners()?.https.port !== null);

async function ask(host: string, port = httpPort): Promise<string> {
  const sent = request({ host: '127.0.0.1', port, agent: false, headers: { Host: host } });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return `${response.statusCode} ${await text(response)}`;
}

it('answers names while the engine is there, by whichever protocol', async () => {
  expect(domains.listeners()).toBeNull();
  boot();
  await untilOpen();
  expect(await ask('web.slipway.localhost')).toBe('200 web.slipway.localhost http');
  expect(led).toEqual(['172.17.0.2:80']);
  expect(counts[0]).toBe(1);
  await until(() => counts.at(-1) === 0);
  const sent = requestSecurely({
    ...{ host: '127.0.0.1', port: httpsPort, servername: 'web.slipway.localhost', agent: false },
    ca: await untilMade(),
    headers: { Host: 'web.slipway.localhost' },
  });
  sent.end();
  const [response] = await once(sent, 'response');
  expect(await text(response)).toBe('web.slipway.localhost https');
  become('stopped');
  expect(domains.listeners()).toBeNull();
  await expect(ask('web.slipway.localhost')).rejects.toThrow('ECONNREFUSED');
});

/** The authority's certificate, which is there soon after the port is open: nobody has to ask for a name over TLS first. */
async function untilMade(): Promise<string> {
  await until(() => existsSync(paths.authorityCertificate));
  return readFile(paths.authorityCertificate, 'utf8');
}

it('makes no authority while the VM starts, nor for no port', async () => {
  become('booting');
  await untilOpen();
  await setSetting(paths, 'domains.httpsPort', 0);
  await until(() => domains.listeners()?.https.wanted === 0);
  boot();
  expect(await ask('web.slipway.localhost')).toContain('200');
  await domains.close();
  expect(existsSync(paths.authorityCertificate)).toBe(false);
});

it('wakes a VM that sleeps for a container, and for no name that there is not', async () => {
  boot();
  await untilOpen();
  await ask('web.slipway.localhost');
  wakes = 0;
  machine = undefined;
  become('sleeping');
  expect(await ask('nobody.slipway.localhost')).toMatch(/^404 /);
  expect(await ask('slipway.localhost')).toContain('web.slipway.localhost');
  expect(wakes).toBe(0);
  expect(await ask('web.slipway.localhost')).toBe('200 web.slipway.localhost http');
  expect(wakes).toBe(1);
});

it('turns away who would wake a VM that is put to sleep for good', async () => {
  boot();
  await untilOpen();
  await ask('web.slipway.localhost');
  machine = undefined;
  become('sleeping');
  wakes = 0;
  domains.setTurningAway(true);
  expect(await ask('web.slipway.localhost')).toMatch(/^503 .*put to sleep for good/);
  expect(wakes).toBe(0);
});

it('leads nobody to the engine or to SSH, whatever a container’s label says', async () => {
  const ports = ['61375', '61022', '61440', '65535'];
  containers = ports.map((port) =>
    container(`spy-${port}`, {
      HostConfig: { NetworkMode: 'host' },
      NetworkSettings: { Networks: {} },
      Labels: { 'dev.slipway.domain.port': port },
    }),
  );
  boot();
  await untilOpen();
  for (const port of ports)
    expect(await ask(`spy-${port}.slipway.localhost`)).toMatch(/^503 .*is the VM’s own/);
  expect(led).toEqual([]);
});

it('reaches what has the VM’s network by the VM’s address', async () => {
  containers = [
    container('guest', {
      HostConfig: { NetworkMode: 'host' },
      NetworkSettings: { Networks: {} },
      Labels: { 'dev.slipway.domain.port': '8080' },
    }),
  ];
  boot();
  await untilOpen();
  expect(await ask('guest.slipway.localhost')).toMatch(/^200 /);
  expect(led).toEqual(['10.0.2.15:8080']);
});

it('follows the settings at once, and lets a container have its port', async () => {
  boot();
  await untilOpen();
  const next = await freePort();
  await setSetting(paths, 'domains.httpPort', next);
  await until(() => domains.listeners()?.http.port === next);
  expect(await ask('slipway.localhost', next)).toMatch(/^200 /);
  await setSetting(paths, 'domains.httpsPort', 0);
  await until(() => domains.listeners()?.https.port === null);
  const before = listenerChanges;
  await domains.makeRoom({ protocol: 'tcp', address: '127.0.0.1', port: next });
  const taken = createPlain().listen(next, '127.0.0.1');
  await once(taken, 'listening');
  taken.close();
  expect(listenerChanges).toBeGreaterThan(before);
  expect(domains.listeners()?.http).toMatchObject({ wanted: next, problem: { code: 'port-unavailable' } });
});

it('tells which names there are, and where', async () => {
  containers = [container('web'), container('db', { State: 'exited' })];
  boot();
  await untilOpen();
  expect(await domains.list(abortAfter(5_000))).toMatchObject({
    http: { port: httpPort },
    authority: paths.authorityCertificate,
    domains: [
      { name: 'db.slipway.localhost', isRunning: false },
      { name: 'web.slipway.localhost', isRunning: true, port: 80 },
    ],
  });
});
