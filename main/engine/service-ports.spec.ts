import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { abortAfter } from '../util/wait.ts';
import { type EngineServer, serveEngine } from './fakes/engine-server.ts';
import { readPublishedServices } from './service-ports.ts';

let engine: EngineServer;
let role: string;
let services: object[];
let bridge: object;
let asked: string[];

beforeEach(async () => {
  role = 'active/manager';
  services = [];
  bridge = { Containers: { 'ingress-sbox': { Name: 'gateway_ingress-sbox', IPv4Address: '172.18.0.2/16' } } };
  asked = [];
  engine = await serveEngine(({ url = '' }, response: ServerResponse) => {
    asked.push(url);
    if (url === '/_ping') response.setHeader('Swarm', role).end('OK');
    else response.end(JSON.stringify(url === '/services' ? services : bridge));
  });
});

afterEach(() => engine.close());

const read = () => readPublishedServices(engine.socketPath, abortAfter(5_000));
const service = (Name: string, ...Ports: object[]) => ({ ID: Name, Spec: { Name }, Endpoint: { Ports } });
const port = (over: object = {}) => ({
  ...{ Protocol: 'tcp', TargetPort: 80, PublishedPort: 8080, PublishMode: 'ingress', ...over },
});

it('knows what services publish by the ingress network, and where that is answered', async () => {
  services = [
    service('site', port(), port({ Protocol: 'udp', PublishedPort: 53, TargetPort: 5353 })),
    service('of-its-own', port({ PublishMode: 'host' }), port({ Protocol: 'sctp' })),
    // The swarm has not chosen a port yet.
    service('chosen-later', port({ PublishedPort: 0 })),
    { ID: 'none', Spec: { Name: 'none' }, Endpoint: {} },
  ];
  const site = { id: 'site', name: 'site' };
  expect(await read()).toEqual({
    ingress: '172.18.0.2',
    ports: [
      { protocol: 'tcp', port: 8080, containerPort: 80, service: site },
      { protocol: 'udp', port: 53, containerPort: 5353, service: site },
    ],
  });
});

it('asks an engine for nothing more that manages no swarm', async () => {
  for (role of ['inactive', 'active/worker', 'locked', 'error'])
    expect(await read()).toEqual({ ports: [], ingress: undefined });
  expect(new Set(asked)).toEqual(new Set(['/_ping']));
});

it('does not take a swarm that is on its way up for one without services', async () => {
  role = 'pending';
  await expect(read()).rejects.toThrow('on its way up');
});

it.each([{}, { Containers: null }, { Containers: { 'ingress-sbox': { IPv4Address: '10.0.2.2 80' } } }])(
  'goes nowhere by a bridge such as %j',
  async (found) => {
    services = [service('site', port())];
    bridge = found;
    expect(await read()).toMatchObject({ ports: [{ port: 8080 }], ingress: undefined });
  },
);
