import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { abortAfter } from '../util/wait.ts';
import { readDomainContainers } from './domain-containers.ts';
import { type EngineServer, serveEngine } from './fakes/engine-server.ts';

let engine: EngineServer;
let containers: object[];
let networks: object[];
let exposed: Record<string, object>;
let asked: string[];

beforeEach(async () => {
  containers = [];
  networks = [
    { Id: 'n1', Driver: 'bridge' },
    { Id: 'n2', Driver: 'bridge' },
    { Id: 'n3', Driver: 'macvlan' },
  ];
  exposed = {};
  asked = [];
  engine = await serveEngine(({ url = '' }, response: ServerResponse) => {
    asked.push(url);
    const [, id] = /^\/containers\/(\w+)\/json$/.exec(url) ?? [];
    if (id !== undefined) response.end(JSON.stringify({ Config: { ExposedPorts: exposed[id] ?? null } }));
    else response.end(JSON.stringify(url === '/networks' ? networks : containers));
  });
});
afterEach(() => engine.close());

function container(id: string, over: object = {}) {
  return {
    ...{ Id: id, Names: [`/${id}`], Created: 5, State: 'running', Labels: {} },
    Ports: [
      { PrivatePort: 80, Type: 'tcp' },
      { PrivatePort: 80, PublicPort: 8080, IP: '127.0.0.1', Type: 'tcp' },
      { PrivatePort: 53, Type: 'udp' },
    ],
    HostConfig: { NetworkMode: 'bridge' },
    NetworkSettings: { Networks: { bridge: network('n1', '172.17.0.2') } },
    ...over,
  };
}

const network = (NetworkID: string, IPAddress: string, GlobalIPv6Address = '') => ({
  ...{ NetworkID, IPAddress, GlobalIPv6Address },
});

const read = (reader = readDomainContainers(engine.socketPath)) => reader.read(abortAfter(5_000));

it('tells what names are made of, and leaves helpers out', async () => {
  containers = [
    container('web', {
      Names: ['/other/alias', '/web'],
      Labels: { 'dev.slipway.domain': 'shop', 'dev.slipway.domain.port': '3000' },
    }),
    container('api', {
      Labels: {
        'com.docker.compose.project': 'shop',
        'com.docker.compose.service': 'api',
        'com.docker.compose.container-number': '2',
      },
    }),
    container('once', {
      Labels: {
        'com.docker.compose.project': 'shop',
        'com.docker.compose.service': 'api',
        'com.docker.compose.oneoff': 'True',
      },
    }),
    container('helper', { Labels: { 'dev.slipway.helper': 'files' } }),
  ];
  const [web, api, once, ...rest] = await read();
  expect(web).toEqual({
    ...{ id: 'web', name: 'web', createdAt: 5_000, state: 'running', service: null, ports: [80] },
    ...{ domainLabel: 'shop', portLabel: '3000', place: { kind: 'address', address: '172.17.0.2' } },
  });
  expect(api?.service).toEqual({ project: 'shop', name: 'api', number: 2 });
  expect(once?.service).toBeNull();
  expect(rest).toEqual([]);
});

it('finds of several networks one that the guest reaches, always the same, and by IPv4 if it can', async () => {
  containers = [
    container('many', {
      NetworkSettings: {
        Networks: {
          lan: network('n3', '192.168.1.5'),
          b: network('n1', '172.18.0.2'),
          a: network('n2', '172.19.0.2'),
        },
      },
    }),
    container('sixth', { NetworkSettings: { Networks: { a: network('n2', '', 'fd00::2') } } }),
    container('lone', { NetworkSettings: { Networks: { lan: network('n3', '192.168.1.6') } } }),
    container('none', { NetworkSettings: { Networks: { none: network('n9', '') } } }),
  ];
  expect((await read()).map(({ place }) => place)).toEqual([
    { kind: 'address', address: '172.19.0.2' },
    { kind: 'address', address: 'fd00::2' },
    { kind: 'nowhere', networks: ['lan'] },
    { kind: 'nowhere', networks: ['none'] },
  ]);
});

it('asks once for the ports of those of which the list has none', async () => {
  exposed = { guest: { '8080/tcp': {}, '53/udp': {} }, sidecar: { '9000': {} }, inner: { '3000/tcp': {} } };
  containers = [
    container('guest', { Ports: [], HostConfig: { NetworkMode: 'host' }, NetworkSettings: { Networks: {} } }),
    container('sidecar', {
      ...{ Ports: [], HostConfig: { NetworkMode: 'container:web' }, NetworkSettings: { Networks: {} } },
    }),
    container('web'),
    container('beside', {
      ...{ Ports: [], HostConfig: { NetworkMode: 'container:guest' }, NetworkSettings: { Networks: {} } },
    }),
    // In an internal network.
    container('inner', { Ports: [] }),
  ];
  const reader = readDomainContainers(engine.socketPath);
  expect((await read(reader)).map(({ name, place, ports }) => ({ name, place, ports }))).toEqual([
    { name: 'guest', place: { kind: 'guest' }, ports: [8_080] },
    { name: 'sidecar', place: { kind: 'address', address: '172.17.0.2' }, ports: [9_000] },
    { name: 'web', place: { kind: 'address', address: '172.17.0.2' }, ports: [80] },
    { name: 'beside', place: { kind: 'guest' }, ports: [] },
    { name: 'inner', place: { kind: 'address', address: '172.17.0.2' }, ports: [3_000] },
  ]);
  expect(asked).toHaveLength(6);
  asked = [];
  await read(reader);
  expect(asked).toEqual(['/containers/json?all=1']);
});

it('asks for the networks again when there is a new one', async () => {
  const reader = readDomainContainers(engine.socketPath);
  containers = [container('web')];
  await read(reader);
  networks = [...networks, { Id: 'n4', Driver: 'bridge' }];
  containers = [container('web', { NetworkSettings: { Networks: { new: network('n4', '172.20.0.2') } } })];
  expect((await read(reader))[0]?.place).toEqual({ kind: 'address', address: '172.20.0.2' });
  expect(asked.filter((path) => path === '/networks')).toHaveLength(2);
});
