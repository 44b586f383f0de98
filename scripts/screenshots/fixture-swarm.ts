import type { serviceRequests } from '../../main/contract/engine/services.ts';
import type { swarmRequests } from '../../main/contract/engine/swarm.ts';
import type { stackRequests, swarmFileRequests } from '../../main/contract/engine/swarm-files.ts';
import type { Service, Swarm, SwarmNode, Task } from '../../main/contract/engine/swarm-lists.ts';
import type { NodeVm } from '../../main/contract/node-vms.ts';
import type { Handlers } from '../../main/contract/requests.ts';

const now = Date.now();
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A made-up id that looks like one of a Swarm. */
function idOf(name: string): string {
  const seed = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2_147_483_647, 7);
  return Array.from({ length: 5 }, (_, index) =>
    ((seed + 3) * (index + 5) * 7_919).toString(36).slice(-5),
  ).join('');
}

const node = (hostname: string, last: number, more: Partial<SwarmNode> = {}): SwarmNode => ({
  ...{ id: idOf(hostname), hostname, role: 'worker', availability: 'active', state: 'ready', message: '' },
  ...{ address: `10.0.2.${last}`, engineVersion: '28.5.2+dfsg4', platform: 'linux/x86_64', cpus: 2 },
  ...{ memoryBytes: 2_072_000_000, labels: {}, manager: null, createdAt: now - 6 * day, isOwn: false },
  ...more,
});

const slipway = node('slipway', 15, {
  ...{ role: 'manager', isOwn: true, labels: { disk: 'ssd' } },
  manager: { isLeader: true, reachability: 'reachable', address: '10.0.2.15:2377' },
});

const others: readonly SwarmNode[] = [
  node('node-2', 16, { availability: 'drain', address: '198.18.73.2' }),
  node('slipway-3', 17, { state: 'down', message: 'heartbeat failure for node in “unknown” state' }),
];

/** Further VMs of this computer, as the status has them. */
export const fixtureNodeVms: readonly NodeVm[] = [
  {
    ...{ name: 'node-2', state: 'running', address: '198.18.73.2', nodeId: idOf('node-2'), problem: null },
    socket: 'unix:///home/maria/.slipway/nodes/node-2/docker.sock',
    vm: { driver: 'qemu', accelerator: 'tcg', cpus: 2, memoryMiB: 2048, pid: 48_377 },
    createdAt: now - 6 * day,
  },
];

const service = (name: string, image: string, replicas: number, more: Partial<Service> = {}): Service => ({
  ...{ id: idOf(name), name, image, mode: { kind: 'replicated', replicas }, running: replicas },
  ...{ desired: replicas, ports: [], update: null, hasPrevious: false },
  policy: { parallelism: 1, delayMs: 5_000, order: 'stop-first', onFailure: 'rollback' },
  ...{ command: [], environment: [], constraints: [], networks: [], secrets: [], configs: [], labels: {} },
  ...{ stack: name.includes('_') ? (name.split('_')[0] ?? null) : null, createdAt: now - 3 * day },
  updatedAt: now - hour,
  ...more,
});

const web = service('shop_web', 'nginx:1.29', 3, {
  ports: [{ published: 8080, target: 80, protocol: 'tcp', mode: 'ingress' }],
  ...{
    hasPrevious: true,
    update: { state: 'completed', message: 'update completed', startedAt: now - hour },
  },
  secrets: [{ id: idOf('certificate'), name: 'shop_certificate', target: 'certificate' }],
  configs: [{ id: idOf('site'), name: 'shop_site', target: '/etc/nginx/conf.d/default.conf' }],
  environment: ['TZ=Europe/Berlin', 'WORKERS=4'],
  constraints: ['node.labels.disk==ssd'],
  labels: { 'com.docker.stack.namespace': 'shop' },
});

const failing = service('mailer', 'shop/mailer:0.9', 2, { running: 0, createdAt: now - 20 * minute });

const services: readonly Service[] = [
  web,
  service('shop_api', 'shop/api:2.4.0', 2, {
    ...{ running: 1, hasPrevious: true },
    update: { state: 'updating', message: 'update in progress', startedAt: now - minute },
  }),
  service('shop_db', 'postgres:17', 1, {
    secrets: [{ id: idOf('password'), name: 'shop_password', target: 'password' }],
  }),
  service('agent', 'monitoring/agent:3', 1, { mode: { kind: 'global' } }),
  service('paused', 'slipway/busybox', 0),
  failing,
];

const task = (of: Service, slot: number, more: Partial<Task> = {}): Task => ({
  ...{ id: idOf(`${of.name} ${slot} ${JSON.stringify(more)}`), service: of.id, slot, node: slipway.id },
  ...{ image: of.image, state: 'running', desiredState: 'running', message: 'started', error: '' },
  ...{ exitCode: null, container: '', since: now - 3 * hour, createdAt: now - 3 * hour },
  ...more,
});

const failed = (slot: number, minutes: number): Task =>
  task(failing, slot, {
    ...{ state: 'failed', desiredState: 'shutdown', error: 'task: non-zero exit (78)', exitCode: 78 },
    ...{ since: now - minutes * minute, createdAt: now - (minutes + 1) * minute },
  });

const tasks: readonly Task[] = [
  ...[1, 2, 3].map((slot) => task(web, slot)),
  task(web, 2, {
    ...{ state: 'shutdown', desiredState: 'shutdown', image: 'nginx:1.28', exitCode: 0 },
    ...{ since: now - hour, createdAt: now - 2 * day },
  }),
  ...services.slice(1, 4).map((one) => task(one, one.name === 'agent' ? 0 : 1)),
  task(services[1] ?? web, 2, { state: 'preparing', message: 'preparing', since: now - minute }),
  task(failing, 1, { state: 'ready', desiredState: 'ready', since: now - 4_000, createdAt: now - 4_000 }),
  task(failing, 2, {
    ...{
      state: 'pending',
      node: '',
      error: 'no suitable node (scheduling constraints not satisfied on 1 node)',
    },
    since: now - 2 * minute,
  }),
  ...[1, 3, 5].map((minutes) => failed(1, minutes)),
];

const file = (name: string, age: number) => ({
  ...{ id: idOf(name), name: `shop_${name}`, stack: 'shop', labels: {}, createdAt: now - age },
});

/** What there is of a Swarm. */
export type SwarmScene = 'none' | 'new' | 'some' | 'worker' | 'locked' | 'leaderless';

const swarms: Readonly<Record<SwarmScene, Swarm>> = {
  none: { kind: 'none' },
  new: { kind: 'manager', nodes: [slipway], services: [], tasks: [], secrets: [], configs: [] },
  some: {
    ...{ kind: 'manager', nodes: [slipway, ...others], services, tasks },
    secrets: [
      file('certificate', 3 * day),
      file('password', 3 * day),
      { ...file('unused', hour), stack: null },
    ],
    configs: [file('site', 3 * day)],
  },
  worker: { kind: 'worker', managers: ['10.0.2.15:2377'] },
  locked: { kind: 'locked' },
  leaderless: {
    kind: 'leaderless',
    message:
      "rpc error: code = Unknown desc = The swarm does not have a leader. It's possible that too few managers are online. Make sure more than half of the managers are online.",
  },
};

/** A Swarm, over recorded data. */
export function fixtureSwarm(
  scene: () => SwarmScene,
  act: (doing: string) => Promise<void>,
): Handlers<typeof swarmRequests & typeof serviceRequests & typeof swarmFileRequests & typeof stackRequests> {
  return {
    'swarm.read': async () => swarms[scene()],
    'swarm.init': () => act('create a Swarm'),
    'swarm.join': () => act('join the Swarm'),
    'swarm.leave': () => act('leave the Swarm'),
    'swarm.tokens': async () => ({
      worker: 'SWMTKN-1-3pu6hszjas19xyp7ghgosyx9k8atbfcr8p2is99znpy26u2lkl-1awxwuwd3z9j1z3puu7rcgdbx',
      manager: 'SWMTKN-1-3pu6hszjas19xyp7ghgosyx9k8atbfcr8p2is99znpy26u2lkl-7p73s1dx5in4tatdymyhg9hu2',
      managers: ['10.0.2.15:2377'],
    }),
    'swarm.rotateToken': () => act('make a new token'),
    'nodes.update': () => act('change the node'),
    'nodes.remove': () => act('remove the node'),
    'services.create': async ({ name }) => {
      await act(`create the service ${name}`);
      return { id: idOf(name), warnings: [] };
    },
    'services.scale': () => act('scale the service'),
    'services.update': () => act('update the service'),
    'services.rollback': () => act('roll back the service'),
    'services.remove': () => act('remove the service'),
    'secrets.create': ({ name }) => act(`create the secret ${name}`),
    'secrets.remove': () => act('remove the secret'),
    'configs.create': ({ name }) => act(`create the config ${name}`),
    'configs.remove': () => act('remove the config'),
    'stacks.deploy': async ({ name }) => {
      await act(`deploy the stack ${name}`);
      return { output: '' };
    },
    'stacks.remove': ({ name }) => act(`remove the stack ${name}`),
  };
}
