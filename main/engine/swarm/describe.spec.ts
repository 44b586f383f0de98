import { describe, expect, it } from 'vitest';
import { describeFiles, describeNodes, describeTasks, withoutDigest } from './describe-cluster.ts';
import { describeServices } from './describe-services.ts';

const digest = `sha256:${'a'.repeat(64)}`;

describe('nodes', () => {
  it('are described with what they are among the managers', () => {
    const [node] = describeNodes(
      [
        {
          ID: 'n1',
          CreatedAt: '2026-01-02T03:04:05.678901234Z',
          Spec: { Labels: { disk: 'ssd' }, Role: 'manager', Availability: 'drain' },
          Description: {
            Hostname: 'native',
            Platform: { Architecture: 'x86_64', OS: 'linux' },
            Resources: { NanoCPUs: 2_000_000_000, MemoryBytes: 1024 },
            Engine: { EngineVersion: '28.5.2' },
          },
          Status: { State: 'ready', Addr: '127.0.0.1' },
          ManagerStatus: { Leader: true, Reachability: 'reachable', Addr: '127.0.0.1:2377' },
        },
      ],
      'n1',
    );
    expect(node).toEqual({
      ...{
        id: 'n1',
        hostname: 'native',
        role: 'manager',
        availability: 'drain',
        state: 'ready',
        message: '',
      },
      ...{ address: '127.0.0.1', engineVersion: '28.5.2', platform: 'linux/x86_64', cpus: 2 },
      ...{ memoryBytes: 1024, labels: { disk: 'ssd' }, isOwn: true },
      manager: { isLeader: true, reachability: 'reachable', address: '127.0.0.1:2377' },
      createdAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    });
  });

  it('are described as far as they are known', () => {
    expect(describeNodes([{ ID: 'n2', Spec: { Role: 'worker', Labels: null } }], 'n1')).toMatchObject([
      { id: 'n2', hostname: '', role: 'worker', state: 'unknown', manager: null, isOwn: false, createdAt: 0 },
    ]);
  });

  it('are no nodes when the engine answers something else', () => {
    expect(() => describeNodes({ message: 'no' }, '')).toThrow();
  });
});

describe('tasks', () => {
  const task = {
    ID: 't1',
    ServiceID: 's1',
    NodeID: 'n1',
    Slot: 2,
    Spec: { ContainerSpec: { Image: `nginx:1.29@${digest}` } },
    Status: {
      State: 'failed',
      Message: 'started',
      Err: 'task: non-zero exit (3)',
      ContainerStatus: { ContainerID: 'c1', ExitCode: 3 },
    },
    DesiredState: 'shutdown',
  };

  it('say what they ended with', () => {
    expect(describeTasks([task])).toMatchObject([
      { slot: 2, image: 'nginx:1.29', error: 'task: non-zero exit (3)', exitCode: 3, container: 'c1' },
    ]);
  });

  it('have no exit code while they run, or without a container', () => {
    const running = { ...task, Status: { ...task.Status, State: 'running' } };
    const rejected = { ...task, NodeID: undefined, Status: { State: 'rejected', Err: 'No such image' } };
    expect(describeTasks([running, rejected]).map(({ exitCode }) => exitCode)).toEqual([null, null]);
    expect(describeTasks([rejected])).toMatchObject([{ node: '', container: '' }]);
  });
});

describe('services', () => {
  const service = {
    ID: 's1',
    Spec: {
      Name: 'shop_web',
      Labels: { 'com.docker.stack.namespace': 'shop' },
      TaskTemplate: {
        ContainerSpec: {
          Image: `nginx@${digest}`,
          Args: ['nginx', '-g'],
          Env: ['A=1'],
          Secrets: [{ SecretID: 'k', SecretName: 'key', File: { Name: 'key' } }],
        },
        Placement: { Constraints: ['node.role==worker'] },
        Networks: [{ Target: 'net' }],
      },
      Mode: { Replicated: { Replicas: 3 } },
      UpdateConfig: { Parallelism: 2, Delay: 5_000_000_000, FailureAction: 'rollback', Order: 'start-first' },
      EndpointSpec: { Ports: [{ Protocol: 'tcp', TargetPort: 80, PublishMode: 'ingress' }] },
    },
    PreviousSpec: {},
    Endpoint: {
      Ports: [{ Protocol: 'tcp', TargetPort: 80, PublishedPort: 30_000, PublishMode: 'ingress' }],
    },
    UpdateStatus: {
      State: 'paused',
      Message: 'update paused due to failure',
      StartedAt: '2026-01-02T03:04:05Z',
    },
    ServiceStatus: { RunningTasks: 1, DesiredTasks: 3 },
  };

  it('are described with the ports that the engine has chosen, and times in milliseconds', () => {
    expect(describeServices([service])).toMatchObject([
      {
        ...{ name: 'shop_web', image: 'nginx', stack: 'shop', running: 1, desired: 3, hasPrevious: true },
        ports: [{ published: 30_000, target: 80, protocol: 'tcp', mode: 'ingress' }],
        policy: { parallelism: 2, delayMs: 5_000, order: 'start-first', onFailure: 'rollback' },
        update: { state: 'paused', startedAt: Date.UTC(2026, 0, 2, 3, 4, 5) },
        secrets: [{ id: 'k', name: 'key', target: 'key' }],
        networks: ['net'],
      },
    ]);
  });

  it('have the ports that they ask for until others are chosen, and the engine’s own way of changing', () => {
    const { Endpoint: _, PreviousSpec: __, UpdateStatus: ___, ...young } = service;
    const Spec = { ...service.Spec, UpdateConfig: undefined, Mode: { Global: {} } };
    expect(describeServices([{ ...young, Spec }])).toMatchObject([
      {
        ports: [{ published: 0, target: 80 }],
        mode: { kind: 'global' },
        policy: { parallelism: 1, delayMs: 0, order: 'stop-first', onFailure: 'pause' },
        ...{ update: null, hasPrevious: false },
      },
    ]);
  });
});

it('secrets and configs say nothing of what they hold', () => {
  const [file] = describeFiles([{ ID: 'k', Spec: { Name: 'key', Data: 'c2VjcmV0' } }]);
  expect(file).toEqual({ id: 'k', name: 'key', stack: null, labels: {}, createdAt: 0 });
});

it('a name is known without its digest, unless there is nothing else', () => {
  expect(withoutDigest(`a/b:1@${digest}`)).toBe('a/b:1');
  expect(withoutDigest(`@${digest}`)).toBe(`@${digest}`);
});
