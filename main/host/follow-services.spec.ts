import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ServicePort } from '../contract/ports.ts';
import { type EngineServer, serveEngine } from '../engine/fakes/engine-server.ts';
import { abortAfter, delay, poll } from '../util/wait.ts';
import type { Machine } from '../vm/driver.ts';
import { createFakeMachine } from '../vm/fakes/fake-machine.ts';
import type { State } from '../vm/state.ts';
import type { Supervisor } from '../vm/supervisor.ts';
import { followServices, type ServicesFollower } from './follow-services.ts';

let engine: EngineServer;
let role: string;
let address: string;
let published: number[];
let reads: number;
let tell: ((event: object) => void) | undefined;
let kind: State['kind'];
let bootKind: 'cold' | 'resume';
let machine: Machine;
let unled: string[];
let onChange: () => void;
let heard: (readonly ServicePort[])[];
let follower: ServicesFollower;

let signal: AbortSignal;

beforeEach(async () => {
  signal = abortAfter(20_000);
  [role, address, published, reads, tell] = ['active/manager', '172.18.0.2', [8080], 0, undefined];
  [unled, heard, kind, bootKind] = [[], [], 'stopped', 'cold'];
  engine = await serveEngine(({ url = '' }, response: ServerResponse) => {
    if (url.startsWith('/events')) {
      tell = (event) => response.write(`${JSON.stringify(event)}\n`);
      response.writeHead(200).flushHeaders();
    } else if (url === '/_ping') response.setHeader('Swarm', role).end('OK');
    else if (url === '/services') {
      reads += 1;
      const Ports = published.map((PublishedPort) => ({ PublishedPort, TargetPort: 80 }));
      response.end(JSON.stringify([{ ID: 's1', Spec: { Name: 'site' }, Endpoint: { Ports } }]));
    } else response.end(`{"Containers":{"ingress-sbox":{"IPv4Address":"${address}/16"}}}`);
  });
  machine = newMachine();
  const supervisor = {
    view: () => ({ state: { kind }, boot: { kind: bootKind } }),
    present: () => machine,
    onChange: (listener: () => void) => {
      onChange = listener;
    },
    start: async () => become('running'),
  } as unknown as Supervisor;
  follower = followServices({
    ...{ paths: { ownSocket: engine.socketPath }, supervisor, log: () => undefined },
    onPorts: (ports) => heard.push(ports),
  });
});

afterEach(async () => {
  follower.close();
  await engine.close();
});

function newMachine(): Machine {
  const fake = createFakeMachine(1);
  return {
    ...fake,
    ports: {
      ...fake.ports,
      unlead(given) {
        unled.push(given);
        return [];
      },
    },
  };
}

function become(state: State['kind']): void {
  kind = state;
  onChange();
}

const until = (check: () => boolean) => poll(5, abortAfter(8_000), () => (check() ? true : undefined));
const numbers = () => heard.at(-1)?.map(({ port }) => port);

it('knows what services publish from the engine’s events, without asking in between', async () => {
  become('running');
  await until(() => heard.length === 1);
  expect(heard[0]).toMatchObject([{ port: 8080, containerPort: 80, service: { id: 's1', name: 'site' } }]);
  published = [8080, 8081];
  await delay(300);
  expect(reads).toBe(1);
  tell?.({ Type: 'service', Action: 'update', Actor: { ID: 's1', Attributes: { name: 'site' } } });
  await until(() => numbers()?.length === 2);
  // As of any container that is run.
  tell?.({ Type: 'network', Action: 'connect', Actor: { ID: 'n', Attributes: { name: 'bridge' } } });
  await delay(400);
  expect(reads).toBe(2);
});

it('gives its doors back when the ingress goes', async () => {
  become('running');
  await until(() => heard.length === 1);
  expect(await follower.ingress(machine, signal)).toBe('172.18.0.2');
  role = 'inactive';
  tell?.({ Type: 'network', Action: 'destroy', Actor: { ID: 'n', Attributes: { name: 'ingress' } } });
  await until(() => numbers()?.length === 0);
  expect(unled).toEqual(['172.18.0.2']);
  await expect(follower.ingress(machine, signal)).rejects.toMatchObject({ code: 'port-unavailable' });
});

it('asks again while the swarm is on its way up, and closes nothing meanwhile', async () => {
  role = 'pending';
  become('running');
  await delay(300);
  expect(heard).toEqual([]);
  role = 'active/manager';
  await until(() => heard.length === 1);
  expect(numbers()).toEqual([8080]);
});

it('knows the ingress of memory that goes on, and asks for that of a VM that was booted', async () => {
  become('running');
  await until(() => heard.length === 1);
  become('sleeping');
  address = '172.18.0.3';
  machine = newMachine();
  bootKind = 'resume';
  expect(await follower.ingress(machine, signal)).toBe('172.18.0.2');
  expect(unled).toEqual([]);
  // It was led there before it was asked of.
  become('running');
  await until(() => heard.length === 2);
  expect(unled).toEqual(['172.18.0.2']);
  become('sleeping');
  machine = newMachine();
  bootKind = 'cold';
  expect(await follower.ingress(machine, signal)).toBe('172.18.0.3');
  expect(kind).toBe('running');
});

it('follows nothing any more once it is closed, whatever becomes of the VM', async () => {
  become('running');
  await until(() => heard.length === 1);
  follower.close();
  become('waiting');
  become('running');
  await delay(400);
  expect([heard.length, reads]).toEqual([1, 1]);
});
