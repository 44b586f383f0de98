import { beforeEach, describe, expect, it } from 'vitest';
import type { Settings } from '../../contract/settings.ts';
import { settingDefinitions } from '../../contract/settings.ts';
import { createFakeMachine, type FakeMachine } from '../../vm/fakes/fake-machine.ts';
import type { Supervisor } from '../../vm/supervisor.ts';
import { noCertificates } from './find-certificates.ts';
import { noProxies } from './find-proxies.ts';
import { careForNetwork, type NetworkCare } from './network-care.ts';

const defaults = Object.fromEntries(
  Object.entries(settingDefinitions).map(([key, definition]) => [key, definition.default]),
) as unknown as Settings;

const secret = 'http://ann:s3cret@127.0.0.1:3128';

/** What the system says, and what is heard of it. */
let world: {
  settings: Settings;
  proxies: typeof noProxies;
  pem: string;
  time: number;
  finds: number;
  machine: FakeMachine | undefined;
  client: unknown;
  told: number;
  log: string[];
};
let care: NetworkCare;

beforeEach(() => {
  world = {
    ...{ settings: defaults, proxies: noProxies, pem: '', time: 0, finds: 0, machine: undefined },
    ...{ client: undefined, told: 0, log: [] },
  };
  care = careForNetwork({
    supervisor: () => ({
      view: () =>
        ({ state: { kind: world.machine === undefined ? 'stopped' : 'running' } }) as ReturnType<
          Supervisor['view']
        >,
      present: () => world.machine,
    }),
    settings: async () => world.settings,
    async findProxies() {
      world.finds += 1;
      return { proxies: world.proxies, source: 'the environment', problems: [], leftOut: [] };
    },
    findCertificates: async () => ({ ...noCertificates, pem: world.pem, count: world.pem === '' ? 0 : 1 }),
    async keepClientProxies(proxies) {
      world.client = proxies;
    },
    onProblems() {
      world.told += 1;
    },
    lookEveryMs: 60_000,
    now: () => world.time,
    log: (_, message) => void world.log.push(message),
  });
});

/** A VM that was given what is offered now. */
async function start(): Promise<void> {
  const { marks } = await care.offer();
  world.machine = createFakeMachine(1);
  world.machine.answer = async ([verb]) => (verb === 'network-marks' ? marks : '');
}

const use = (address: string) => ({ http: address, https: address, noProxy: [] });

describe('what a guest is given', () => {
  it('is how it reaches the proxies, and the certificates', async () => {
    world.proxies = use(secret);
    world.pem = 'PEM';
    expect(await care.offer()).toMatchObject({
      proxies: { http: 'http://ann:s3cret@10.0.2.2:3128' },
      certificates: 'PEM',
    });
    expect(await care.hostPorts()).toEqual([3128]);
    expect(world.log.join()).toContain('http://***@127.0.0.1:3128');
    expect(world.log.join()).not.toContain('s3cret');
  });

  it('are no certificates when the settings say so', async () => {
    world.pem = 'PEM';
    world.settings = { ...defaults, 'network.hostCertificates': false };
    expect((await care.offer()).certificates).toBe('');
  });

  it('is found out anew at each start', async () => {
    await care.offer();
    await care.offer();
    expect(world.finds).toBe(2);
  });

  it('is nothing when it cannot be found out', async () => {
    Object.defineProperty(world, 'settings', { get: () => expect.fail('unreadable') });
    expect(await care.offer()).toMatchObject({ proxies: noProxies, certificates: '' });
  });
});

describe('containers', () => {
  it('are told of proxies only when the settings say so, and then at once', async () => {
    world.proxies = use(secret);
    await start();
    expect(world.client).toBeNull();
    world.settings = { ...defaults, 'network.proxyInContainers': true };
    await care.look();
    expect(world.client).toMatchObject({ http: 'http://ann:s3cret@10.0.2.2:3128' });
    expect(care.problems()).toEqual([]);
  });
});

describe('a VM that runs', () => {
  it('has what it was given, and nothing is said', async () => {
    world.proxies = use(secret);
    await start();
    await care.look();
    expect(care.problems()).toEqual([]);
    expect(world.told).toBe(0);
  });

  it('is told to have other proxies once the system has others, without their secrets', async () => {
    await start();
    world.proxies = use(secret);
    world.time = 59_999;
    await care.look();
    expect(care.problems()).toEqual([]);
    world.time = 60_001;
    await care.look();
    await care.look();
    expect(world.told).toBe(1);
    expect(care.problems()).toMatchObject([
      { code: 'network-outdated', hint: '`slipway restart` takes that over.' },
    ]);
    expect(JSON.stringify(care.problems())).not.toContain('s3cret');
  });

  it('is told to have another password', async () => {
    world.proxies = use(secret);
    await start();
    world.proxies = use(secret.replace('s3cret', 'other'));
    world.time = 60_001;
    await care.look();
    expect(care.problems()).toMatchObject([{ code: 'network-outdated' }]);
  });

  it('is told of changed settings at once', async () => {
    world.pem = 'PEM';
    await start();
    world.settings = { ...defaults, 'network.hostCertificates': false };
    await care.look();
    expect(care.problems()).toMatchObject([{ message: expect.stringContaining('no further authorities') }]);
    world.settings = defaults;
    await care.look();
    expect(care.problems()).toEqual([]);
    expect(world.told).toBe(2);
  });

  it('keeps the ports of this computer that it was given, whatever is wanted by now', async () => {
    world.proxies = use(secret);
    await start();
    world.proxies = use('http://localhost:8080');
    world.time = 60_001;
    await care.look();
    expect(await care.hostPorts()).toEqual([8080, 3128]);
    await start();
    expect(await care.hostPorts()).toEqual([8080]);
  });

  it('has no ports that are none, nor more than it can need', async () => {
    await start();
    for (const [said, ports] of [
      ['p c', []],
      ['p c -', []],
      ['p c 0,70000,x,3128', [3128]],
      ['p c 1,2,3', [1, 2]],
    ] as const) {
      world.machine = createFakeMachine(1);
      world.machine.answer = async () => said;
      expect(await care.hostPorts()).toEqual(ports);
    }
  });

  it('that is started anew is asked anew', async () => {
    await start();
    world.proxies = use(secret);
    world.time = 60_001;
    await care.look();
    await start();
    expect(care.problems()).toEqual([]);
    await care.look();
    expect(care.problems()).toEqual([]);
  });

  it('that does not know what it was given is said nothing of', async () => {
    await start();
    if (world.machine !== undefined) world.machine.answer = () => Promise.reject(new Error('unknown verb'));
    world.proxies = use(secret);
    world.time = 60_001;
    await care.look();
    expect(care.problems()).toEqual([]);
  });
});
