import { z } from 'zod';
import type { serviceChange, serviceOptions } from '../../contract/engine/services.ts';
import { SlipwayError } from '../../contract/errors.ts';
import type { Spec } from './change.ts';

/** Ids of secrets or configs by their names. */
export type FileIds = ReadonlyMap<string, string>;

/** Who a secret or config belongs to in a container, as docker makes it: root, and everybody may read it. */
const owner = { UID: '0', GID: '0', Mode: 0o444 };

/** What the engine's create call wants to hear. */
export function serviceSpec(
  options: z.output<typeof serviceOptions>,
  secrets: FileIds,
  configs: FileIds,
): Spec {
  const { name, image, replicas, command, environment, ports, networks, constraints } = options;
  return {
    Name: name,
    TaskTemplate: {
      ContainerSpec: {
        Image: image,
        ...(command.length === 0 ? {} : { Args: command }),
        Env: environment.map((variable) => `${variable.name}=${variable.value}`),
        Secrets: [...secrets].map(([SecretName, SecretID]) => ({
          ...{ SecretID, SecretName, File: { Name: SecretName, ...owner } },
        })),
        Configs: [...configs].map(([ConfigName, ConfigID]) => ({
          ...{ ConfigID, ConfigName, File: { Name: `/${ConfigName}`, ...owner } },
        })),
      },
      ...(constraints.length === 0 ? {} : { Placement: { Constraints: constraints } }),
      ...(networks.length === 0 ? {} : { Networks: networks.map((Target) => ({ Target })) }),
    },
    Mode: replicas === null ? { Global: {} } : { Replicated: { Replicas: replicas } },
    EndpointSpec: {
      Ports: ports.map(({ published, target, protocol, mode }) => ({
        Protocol: protocol,
        TargetPort: target,
        PublishMode: mode,
        ...(published === null ? {} : { PublishedPort: published }),
      })),
    },
  };
}

/** The description with another number of replicas. Throws for a service that has no number of its own. */
export function scaledSpec(spec: Spec, replicas: number, doing: string): Spec {
  const mode = z.object({ Replicated: z.record(z.string(), z.unknown()) }).safeParse(spec.Mode);
  if (mode.success) return { ...spec, Mode: { Replicated: { ...mode.data.Replicated, Replicas: replicas } } };
  throw new SlipwayError({
    code: 'invalid-argument',
    message: `Could not ${doing}: it has a task on each node, or is a job.`,
    hint: 'Only a replicated service can be scaled.',
  });
}

const template = z.looseObject({
  ContainerSpec: z.looseObject({}).nullish(),
  ForceUpdate: z.number().nullish(),
});

/** The description with what is to be another. */
export function changedSpec(spec: Spec, { image, policy, isRenewal }: z.output<typeof serviceChange>): Spec {
  const task = template.parse(spec.TaskTemplate ?? {});
  return {
    ...spec,
    TaskTemplate: {
      ...task,
      ...(image === undefined ? {} : { ContainerSpec: { ...task.ContainerSpec, Image: image } }),
      // Another number is another description, for which all tasks are made anew.
      ...(isRenewal ? { ForceUpdate: (task.ForceUpdate ?? 0) + 1 } : {}),
    },
    ...(policy === undefined
      ? {}
      : {
          UpdateConfig: {
            ...(spec.UpdateConfig as object | undefined),
            Parallelism: policy.parallelism,
            // The engine counts in nanoseconds.
            Delay: policy.delayMs * 1e6,
            Order: policy.order,
            FailureAction: policy.onFailure,
          },
        }),
  };
}
