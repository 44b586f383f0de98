// What is published, by each address, protocol and IP version at once, after whatever can happen to its container and to the VM:
// by a container, and by services of a swarm. One instance goes through all of it.
import type { Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PublishedPort } from '../../main/contract/ports.ts';
import { abortAfter, poll } from '../../main/util/wait.ts';
import { createSleeper, type Sleeper } from '../sleep/sleeper.ts';
import { echoServer } from '../support/echo-server.ts';
import { hostPidOf } from '../support/host-pid.ts';
import { removeInstance } from '../support/instance.ts';
import { killProcess } from '../support/kill-process.ts';
import { freePorts, lanAddress, listen, reachesEcho } from '../support/port-visitor.ts';

const lan = lanAddress();
const visitors = ['127.0.0.1', '::1', lan] as const;
const protocols = ['tcp', 'udp'] as const;

/** What is asked for, and by which addresses of this computer it then is reached. */
const addresses: readonly {
  readonly asked: string;
  readonly bound: string;
  readonly by: readonly string[];
}[] = [
  { asked: '', bound: '127.0.0.1', by: ['127.0.0.1'] },
  { asked: '127.0.0.1:', bound: '127.0.0.1', by: ['127.0.0.1'] },
  { asked: '0.0.0.0:', bound: '0.0.0.0', by: ['127.0.0.1', lan] },
  { asked: '[::1]:', bound: '::1', by: ['::1'] },
  { asked: '[::]:', bound: '::', by: ['::1'] },
  { asked: `${lan}:`, bound: lan, by: [lan] },
];

/** A port, and by which addresses it is to be reached. */
interface Publishing {
  readonly of: string;
  readonly protocol: (typeof protocols)[number];
  readonly bound: string;
  readonly port: number;
  readonly by: readonly string[];
}

/** After a boot the swarm starts its tasks anew, one after the other, on a machine that emulates. In milliseconds. */
const settleWithinMs = 240_000;
/** A boot and that. */
const eventWithinMs = 400_000;

let vm: Sleeper;
let ofContainer: readonly Publishing[] = [];
let ofServices: readonly Publishing[] = [];
/** Of a container that is not started again by the engine. */
let ofOnce: readonly Publishing[] = [];
let isOnceThere = true;
const others: Server[] = [];

beforeAll(async () => {
  vm = await createSleeper();
  await vm.start();
});

afterEach(() => {
  for (const server of others.splice(0)) server.close();
});

afterAll(() => removeInstance(vm));

async function ports(): Promise<readonly PublishedPort[]> {
  const { code, stdout, stderr } = await vm.slipway(['ports', '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as PublishedPort[];
}

const listed = async () =>
  (await ports())
    .map(({ container, service, protocol, address, port, problem }) =>
      [
        service?.name ?? container?.name.split('.')[0],
        protocol,
        address,
        port,
        problem?.message ?? 'open',
      ].join(' '),
    )
    .toSorted();

/** Each port by each address, of each protocol: who is reached, in words. All are asked at once. */
function reached(all: readonly Publishing[]): Promise<readonly string[]> {
  return Promise.all(
    all.flatMap(({ protocol, port, bound }) =>
      visitors.map(async (host) => {
        const answers = await reachesEcho(protocol, host, port);
        return `${protocol} ${port} of ${bound} by ${host}: ${answers ? 'reached' : 'refused'}`;
      }),
    ),
  );
}

const wanted = (all: readonly Publishing[], isOpen: boolean) =>
  all.flatMap(({ protocol, port, bound, by }) =>
    visitors.map(
      (host) =>
        `${protocol} ${port} of ${bound} by ${host}: ${isOpen && by.includes(host) ? 'reached' : 'refused'}`,
    ),
  );

/** Whether each is as it has to be; what runs behind it may need a while after a boot. */
async function expectPublished(isContainerThere: boolean): Promise<void> {
  const all = [...ofContainer, ...ofOnce, ...ofServices];
  const right = [
    ...wanted(ofContainer, isContainerThere),
    ...wanted(ofOnce, isOnceThere),
    ...wanted(ofServices, true),
  ];
  await expect.poll(() => reached(all), { timeout: settleWithinMs, interval: 500 }).toEqual(right);
  const published = [...(isContainerThere ? ofContainer : []), ...(isOnceThere ? ofOnce : []), ...ofServices]
    .map(({ of, protocol, bound, port }) => `${of} ${protocol} ${bound} ${port} open`)
    .toSorted();
  await expect.poll(listed, { timeout: 20_000 }).toEqual(published);
}

const untilRunning = () =>
  poll(500, abortAfter(150_000), async () => ((await vm.status()).state === 'running' ? true : undefined));

async function killMachine(): Promise<void> {
  await killProcess(await vm.machinePid());
  await untilRunning();
  isOnceThere = false;
}

async function startOnce(): Promise<void> {
  await vm.run('start', 'once');
  isOnceThere = true;
}

describe('a port, by every address, protocol and IP version', () => {
  it(
    'is there once its container runs, and so is one of a service',
    async () => {
      const [ingress = 0, own = 0, once = 0, ...numbers] = await freePorts(addresses.length + 3);
      ofContainer = addresses.flatMap(({ bound, by }, at) =>
        protocols.map((protocol) => ({ of: 'all', protocol, bound, port: numbers[at] ?? 0, by })),
      );
      const published = addresses.flatMap(({ asked }, at) =>
        protocols.flatMap((protocol) => ['--publish', `${asked}${numbers[at]}:7/${protocol}`]),
      );
      const always = ['--init', '--restart', 'always'];
      await vm.run('run', '--detach', '--name', 'all', ...always, ...published, ...echoServer);
      const by = ['127.0.0.1'];
      ofOnce = [{ of: 'once', protocol: 'tcp', bound: '127.0.0.1', port: once, by }];
      await vm.run('run', '--detach', '--init', '--name', 'once', '--publish', `${once}:7`, ...echoServer);

      await vm.run('swarm', 'init', '--advertise-addr', '127.0.0.1');
      const [image = '', ...command] = echoServer.slice(echoServer.indexOf('slipway/busybox'));
      const mounts = ['/usr', '/lib', '/lib64'].flatMap((folder) => [
        ...['--mount', `type=bind,source=${folder},target=${folder},readonly`],
      ]);
      const create = ['service', 'create', '--detach', '--init', '--no-resolve-image', ...mounts];
      const both = protocols.flatMap((protocol) => ['--publish', `${ingress}:7/${protocol}`]);
      await vm.run(...create, '--name', 'ingress', ...both, image, ...command);
      const host = `mode=host,published=${own},target=7`;
      await vm.run(...create, '--name', 'own', '--publish', host, image, ...command);
      ofServices = [
        ...protocols.map((protocol) => ({ of: 'ingress', protocol, bound: '127.0.0.1', port: ingress, by })),
        { of: 'own', protocol: 'tcp', bound: '127.0.0.1', port: own, by },
      ];
      await expectPublished(true);
    },
    eventWithinMs,
  );

  it.each<[string, boolean, () => Promise<unknown>]>([
    ['docker restart', true, () => vm.run('restart', 'all')],
    ['docker kill', false, () => vm.run('kill', 'all')],
    ['docker start', true, () => vm.run('start', 'all')],
    ['a sleep, which whoever comes ends', true, () => vm.sleep()],
    ['the supervisor killed', true, async () => killProcess(await hostPidOf(vm)).then(() => vm.start())],
    ['QEMU killed, and is gone with one that stays down', true, killMachine],
    ['a start of what stayed down', true, startOnce],
    ['docker stop', false, () => vm.run('stop', 'all')],
  ])(
    'is as it has to be after %s',
    async (_, isContainerThere, happen) => {
      await happen();
      await expectPublished(isContainerThere);
    },
    eventWithinMs,
  );
});

describe('a port of a service', () => {
  it(
    'that is taken is told with who has it, and comes when it is free',
    async () => {
      const [port = 0] = await freePorts(1);
      others.push(await listen('127.0.0.1', port));
      await vm.run('service', 'update', '--detach', '--publish-add', `${port}:7`, 'ingress');
      await poll(200, abortAfter(30_000), async () =>
        (await ports()).some(
          ({ holder, service }) => holder?.pid === process.pid && service?.name === 'ingress',
        )
          ? true
          : undefined,
      );
      expect((await vm.status()).problems).toContainEqual(
        expect.objectContaining({
          code: 'port-unavailable',
          message: expect.stringMatching(
            new RegExp(`service \\(ingress\\).*:${port} .* taken by process ${process.pid} `),
          ),
        }),
      );
      for (const server of others.splice(0)) await new Promise((resolve) => server.close(resolve));
      ofServices = [
        ...ofServices,
        { of: 'ingress', protocol: 'tcp', bound: '127.0.0.1', port, by: ['127.0.0.1'] },
      ];
      await expectPublished(false);
    },
    eventWithinMs,
  );

  it(
    'goes with its service, and with the swarm',
    async () => {
      const gone = ofServices.filter(({ of }) => of === 'ingress');
      ofServices = ofServices.filter(({ of }) => of !== 'ingress');
      await vm.run('service', 'rm', 'ingress');
      await expectPublished(false);
      await vm.run('rm', '--force', 'once');
      await vm.run('swarm', 'leave', '--force');
      await expect.poll(listed, { timeout: 30_000 }).toEqual([]);
      const all = [...gone, ...ofServices];
      expect(await reached(all)).toEqual(wanted(all, false));
    },
    eventWithinMs,
  );
});
