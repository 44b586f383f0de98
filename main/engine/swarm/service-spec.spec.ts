import { expect, it } from 'vitest';
import { serviceChange, serviceOptions } from '../../contract/engine/services.ts';
import { changedSpec, scaledSpec, serviceSpec } from './service-spec.ts';

const none = new Map<string, string>();

it('leaves to the image and the engine what is not asked for', () => {
  const spec = serviceSpec(serviceOptions.parse({ name: 'web', image: 'nginx' }), none, none);
  expect(spec).toEqual({
    Name: 'web',
    TaskTemplate: { ContainerSpec: { Image: 'nginx', Env: [], Secrets: [], Configs: [] } },
    Mode: { Replicated: { Replicas: 1 } },
    EndpointSpec: { Ports: [] },
  });
});

it('asks for all that is asked for', () => {
  const options = serviceOptions.parse({
    ...{ name: 'web', image: 'nginx', replicas: null, command: ['sleep', '5'] },
    environment: [{ name: 'A', value: '1=2' }],
    ports: [
      { published: 8080, target: 80 },
      { published: null, target: 53, protocol: 'udp', mode: 'host' },
    ],
    ...{ networks: ['fleet'], constraints: ['node.role==worker'] },
  });
  const spec = serviceSpec(options, new Map([['key', 'k']]), new Map([['site', 'c']]));
  expect(spec).toMatchObject({
    TaskTemplate: {
      ContainerSpec: {
        Args: ['sleep', '5'],
        Env: ['A=1=2'],
        Secrets: [{ SecretID: 'k', SecretName: 'key', File: { Name: 'key', Mode: 0o444 } }],
        Configs: [{ ConfigID: 'c', ConfigName: 'site', File: { Name: '/site' } }],
      },
      Placement: { Constraints: ['node.role==worker'] },
      Networks: [{ Target: 'fleet' }],
    },
    Mode: { Global: {} },
    EndpointSpec: {
      Ports: [
        { Protocol: 'tcp', TargetPort: 80, PublishMode: 'ingress', PublishedPort: 8080 },
        { Protocol: 'udp', TargetPort: 53, PublishMode: 'host' },
      ],
    },
  });
});

const before = {
  Name: 'web',
  TaskTemplate: {
    ContainerSpec: { Image: 'a:1', Isolation: 'default' },
    ForceUpdate: 4,
    Runtime: 'container',
  },
  Mode: { Replicated: { Replicas: 2 } },
  UpdateConfig: { Parallelism: 1, MaxFailureRatio: 0.5 },
};

it('scales what has a number of its own alone', () => {
  expect(scaledSpec(before, 5, 'scale it')).toEqual({ ...before, Mode: { Replicated: { Replicas: 5 } } });
  expect(() => scaledSpec({ ...before, Mode: { Global: {} } }, 5, 'scale it')).toThrow('a task on each node');
});

it('keeps what it knows nothing of', () => {
  const change = serviceChange.parse({
    ...{ id: 's', image: 'a:2' },
    policy: { parallelism: 0, delayMs: 1_500, order: 'start-first', onFailure: 'rollback' },
  });
  expect(changedSpec(before, change)).toEqual({
    ...before,
    TaskTemplate: { ...before.TaskTemplate, ContainerSpec: { Image: 'a:2', Isolation: 'default' } },
    UpdateConfig: {
      ...{
        Parallelism: 0,
        Delay: 1.5e9,
        Order: 'start-first',
        FailureAction: 'rollback',
        MaxFailureRatio: 0.5,
      },
    },
  });
});

it('makes the tasks anew by a number that counts up', () => {
  expect(changedSpec(before, serviceChange.parse({ id: 's', isRenewal: true }))).toEqual({
    ...before,
    TaskTemplate: { ...before.TaskTemplate, ForceUpdate: 5 },
  });
});
