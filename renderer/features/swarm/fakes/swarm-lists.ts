import type { Service, SwarmLists, SwarmNode, Task } from '../../../../main/contract/engine/swarm-lists.ts';

/** A Swarm without anything in it. */
export const emptyLists: SwarmLists = { nodes: [], services: [], tasks: [], secrets: [], configs: [] };

/** A service of one task that runs. */
export function serviceOf(name: string, more: Partial<Service> = {}): Service {
  return {
    ...{ id: `id of ${name}`, name, image: 'slipway/busybox', mode: { kind: 'replicated', replicas: 1 } },
    ...{ running: 1, desired: 1, ports: [], update: null, hasPrevious: false },
    policy: { parallelism: 1, delayMs: 0, order: 'stop-first', onFailure: 'pause' },
    ...{ command: [], environment: [], constraints: [], networks: [], secrets: [], configs: [] },
    ...{ stack: null, labels: {}, createdAt: 1, updatedAt: 1 },
    ...more,
  };
}

/** A task of a service that runs on the node `id of native`. */
export function taskOf(service: string, slot: number, more: Partial<Task> = {}): Task {
  return {
    ...{ id: `${service} ${slot}`, service: `id of ${service}`, slot, node: 'id of native' },
    ...{ image: 'slipway/busybox', state: 'running', desiredState: 'running', message: 'started', error: '' },
    ...{ exitCode: null, container: 'c', since: 1, createdAt: 1 },
    ...more,
  };
}

/** A manager that is ready. */
export function nodeOf(hostname: string, more: Partial<SwarmNode> = {}): SwarmNode {
  return {
    ...{ id: `id of ${hostname}`, hostname, role: 'manager', availability: 'active', state: 'ready' },
    ...{ message: '', address: '127.0.0.1', engineVersion: '28.5.2', platform: 'linux/x86_64', cpus: 2 },
    ...{ memoryBytes: 2_000_000_000, labels: {}, createdAt: 1, isOwn: false },
    manager: { isLeader: true, reachability: 'reachable', address: '127.0.0.1:2377' },
    ...more,
  };
}
