import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type EngineServer, serveEngine } from '../engine/fakes/engine-server.ts';
import { abortAfter, poll } from '../util/wait.ts';
import type { Machine } from '../vm/driver.ts';
import { createFakeMachine } from '../vm/fakes/fake-machine.ts';
import type { State } from '../vm/state.ts';
import type { Supervisor } from '../vm/supervisor.ts';
import { type DomainFollower, followDomains } from './follow-domains.ts';

let engine: EngineServer;
let running: Record<string, string>;
let stopped: string[];
let reads: number;
let tell: ((event: object) => void) | undefined;
let kind: State['kind'];
let bootKind: 'cold' | 'resume';
let machine: Machine | undefined;
let unled: string[];
let wakes: number;
let onChange: () => void;
let changes: number;
let follower: DomainFollower;

let signal: AbortSignal;

beforeEach(async () => {
  signal = abortAfter(20_000);
  running = { web: '172.17.0.2' };
  stopped = [];
  reads = 0;
  unled = [];
  wakes = 0;
  changes = 0;
  tell = undefined;
  bootKind = 'cold';
  engine = await serveEngine(({ url = '' }, response: ServerResponse) => {
    if (url.startsWith('/events')) {
      tell = (event) => response.write(`${JSON.stringify(event)}\n`);
      response.writeHead(200).flushHeaders();
    } else if (url === '/networks') response.end('[{"Id":"n","Driver":"bridge"}]');
    else {
      reads += 1;
      response.end(JSON.stringify(listed()));
    }
  });
  boot();
  kind = 'stopped';
  const supervisor = {
    view: () => ({ state: { kind }, boot: { kind: bootKind } }),
    present: () => machine,
    onChange: (listener: () => void) => {
      onChange = listener;
    },
    async awaken() {
      wakes += 1;
      become('running');
      return machine;
    },
    start: async () => undefined,
  } as unknown as Supervisor;
  follower = followDomains({
    ...{ paths: { ownSocket: engine.socketPath }, supervisor, log: () => undefined },
    onChange: () => {
      changes += 1;
    },
  });
});

afterEach(async () => {
  follower.close();
  await engine.close();
});

function listed() {
  const one = (name: string, State: string, IPAddress: string) => ({
    ...{ Id: name, Names: [`/${name}`], Created: 1, State, Ports: [{ PrivatePort: 80, Type: 'tcp' }] },
    NetworkSettings: { Networks: { bridge: { NetworkID: 'n', IPAddress } } },
  });
  return [
    ...Object.entries(running).map(([name, address]) => one(name, 'running', address)),
    ...stopped.map((name) => one(name, 'exited', '')),
  ];
}

function boot(): void {
  const fake = createFakeMachine(1);
  machine = {
    ...fake,
    ports: {
      ...fake.ports,
      unlead(address) {
        unled.push(address);
        return [];
      },
    },
  };
}

function become(state: State['kind']): void {
  kind = state;
  onChange();
}

const find = (name: string) => follower.find(`${name}.slipway.localhost`, signal);
const until = (check: () => boolean) => poll(5, abortAfter(5_000), () => (check() ? true : undefined));
const addressOf = async (name: string) => (await find(name))?.place;
const known = () => follower.routes()?.map(({ container }) => container.name);

it('knows what runs from the engine’s events, without asking in between', async () => {
  become('running');
  await until(() => known()?.includes('web') === true && tell !== undefined);
  const before = reads;
  running.api = '172.17.0.3';
  for (let at = 0; at < 50; at += 1) tell?.({ Type: 'container', Action: 'start', Actor: { ID: 'api' } });
  await until(() => known()?.includes('api') === true);
  expect(reads).toBe(before + 1);
  tell?.({
    Type: 'container',
    Action: 'start',
    Actor: { ID: 'x', Attributes: { 'dev.slipway.helper': 'files' } },
  });
  expect(await addressOf('web')).toEqual({ kind: 'address', address: '172.17.0.2' });
  expect(reads).toBe(before + 1);
  expect(changes).toBe(2);
  expect(wakes).toBe(0);
});

it('asks for a name that it does not know, or whose container did not run a moment ago', async () => {
  stopped = ['old'];
  become('running');
  await until(() => known()?.length === 2);
  expect(await find('new')).toBeUndefined();
  expect((await find('old'))?.isRunning).toBe(false);
  running.new = '172.17.0.4';
  running.old = '172.17.0.5';
  stopped = [];
  expect((await find('new'))?.isRunning).toBe(true);
  expect((await find('old'))?.isRunning).toBe(true);
});

it('leads nobody to a container from the moment on that it ends', async () => {
  become('running');
  await until(() => known() !== undefined && tell !== undefined);
  running = { other: '172.17.0.2' };
  stopped = ['web'];
  tell?.({ Type: 'container', Action: 'die', Actor: { ID: 'web' } });
  await until(() => follower.routes()?.[0]?.isRunning === false);
  expect((await find('web'))?.isRunning).toBe(false);
});

it('gives back the ways to a container that has gone', async () => {
  become('running');
  await until(() => known() !== undefined);
  running = { other: '172.17.0.9' };
  await find('other');
  expect(unled).toEqual(['172.17.0.2']);
});

it('keeps what it knew through a sleep, and wakes nobody for a name that there was not', async () => {
  become('running');
  await until(() => known() !== undefined);
  become('suspending');
  machine = undefined;
  become('sleeping');
  expect((await find('web'))?.isRunning).toBe(true);
  expect(await find('nobody')).toBeUndefined();
  expect(wakes).toBe(0);
  boot();
  bootKind = 'resume';
  become('waiting');
  const route = await find('web');
  const before = reads;
  expect(route && machine && (await follower.current(route, machine, signal))).toEqual(route);
  expect(reads).toBe(before);
});

it('asks anew in a VM that was booted, where the address may be another one’s', async () => {
  become('running');
  await until(() => known() !== undefined);
  const before = await find('web');
  boot();
  become('waiting');
  running = { other: '172.17.0.2', web: '172.17.0.3' };
  if (before === undefined || machine === undefined) throw new Error('there is none');
  expect(await follower.current(before, machine, signal)).toMatchObject({
    place: { address: '172.17.0.3' },
  });
  boot();
  become('waiting');
  running = {};
  await expect(follower.current(before, machine, signal)).rejects.toThrow('The container web does not run.');
});

it('wakes a VM of which nothing is known, and forgets one that was stopped', async () => {
  become('sleeping');
  expect((await find('web'))?.isRunning).toBe(true);
  expect(wakes).toBe(1);
  become('stopped');
  expect(follower.routes()).toBeUndefined();
});
