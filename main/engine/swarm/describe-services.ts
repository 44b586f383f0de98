import { z } from 'zod';
import type { Service, ServiceMode, UpdatePolicy } from '../../contract/engine/swarm-lists.ts';
import { stackLabel, timeOf, withoutDigest } from './describe-cluster.ts';

const text = z.string().nullish();
const count = z.number().nullish();
const texts = z.array(z.string()).nullish();

const fileUse = z.object({ File: z.object({ Name: text }).nullish() });
const port = z.object({ Protocol: text, TargetPort: count, PublishedPort: count, PublishMode: text });

const spec = z.object({
  Name: text,
  Labels: z.record(z.string(), z.string()).nullish(),
  TaskTemplate: z
    .object({
      ContainerSpec: z
        .object({
          Image: text,
          Command: texts,
          Args: texts,
          Env: texts,
          Secrets: z.array(fileUse.extend({ SecretID: z.string(), SecretName: text })).nullish(),
          Configs: z.array(fileUse.extend({ ConfigID: z.string(), ConfigName: text })).nullish(),
        })
        .nullish(),
      Placement: z.object({ Constraints: texts }).nullish(),
      Networks: z.array(z.object({ Target: text })).nullish(),
    })
    .nullish(),
  Mode: z
    .object({
      Replicated: z.object({ Replicas: count }).nullish(),
      Global: z.object({}).nullish(),
      ReplicatedJob: z.object({}).nullish(),
      GlobalJob: z.object({}).nullish(),
    })
    .nullish(),
  UpdateConfig: z.object({ Parallelism: count, Delay: count, FailureAction: text, Order: text }).nullish(),
  /** Older clients write the networks here. */
  Networks: z.array(z.object({ Target: text })).nullish(),
  EndpointSpec: z.object({ Ports: z.array(port).nullish() }).nullish(),
});

const service = z.object({
  ID: z.string(),
  CreatedAt: text,
  UpdatedAt: text,
  Spec: spec,
  PreviousSpec: z.object({}).nullish(),
  Endpoint: z.object({ Ports: z.array(port).nullish() }).nullish(),
  UpdateStatus: z.object({ State: text, StartedAt: text, Message: text }).nullish(),
  ServiceStatus: z.object({ RunningTasks: count, DesiredTasks: count }).nullish(),
});

/** The engine's list of services, in the contract's form. Throws a ZodError for what is none. */
export function describeServices(answer: unknown): readonly Service[] {
  return z.array(service).parse(answer).map(describeService);
}

function describeService(given: z.output<typeof service>): Service {
  const { ID, Spec, UpdateStatus, ServiceStatus } = given;
  const template = Spec.TaskTemplate;
  const container = template?.ContainerSpec;
  // What was asked for; the endpoint has the ports that the engine has chosen, once it has.
  const ports = given.Endpoint?.Ports ?? Spec.EndpointSpec?.Ports ?? [];
  return {
    id: ID,
    name: Spec.Name ?? '',
    image: withoutDigest(container?.Image ?? ''),
    mode: modeOf(Spec.Mode),
    running: ServiceStatus?.RunningTasks ?? 0,
    desired: ServiceStatus?.DesiredTasks ?? 0,
    ports: ports.map(({ Protocol, TargetPort, PublishedPort, PublishMode }) => ({
      published: PublishedPort ?? 0,
      target: TargetPort ?? 0,
      protocol: Protocol ?? 'tcp',
      mode: PublishMode ?? 'ingress',
    })),
    update:
      UpdateStatus?.State == null
        ? null
        : {
            state: UpdateStatus.State,
            message: UpdateStatus.Message ?? '',
            startedAt: timeOf(UpdateStatus.StartedAt),
          },
    policy: policyOf(Spec.UpdateConfig),
    hasPrevious: given.PreviousSpec != null,
    command: [...(container?.Command ?? []), ...(container?.Args ?? [])],
    environment: container?.Env ?? [],
    constraints: template?.Placement?.Constraints ?? [],
    networks: (template?.Networks ?? Spec.Networks ?? []).flatMap(({ Target }) => Target || []),
    secrets: (container?.Secrets ?? []).map(({ SecretID, SecretName, File }) => ({
      id: SecretID,
      name: SecretName ?? '',
      target: File?.Name ?? '',
    })),
    configs: (container?.Configs ?? []).map(({ ConfigID, ConfigName, File }) => ({
      id: ConfigID,
      name: ConfigName ?? '',
      target: File?.Name ?? '',
    })),
    stack: Spec.Labels?.[stackLabel] || null,
    labels: Spec.Labels ?? {},
    createdAt: timeOf(given.CreatedAt),
    updatedAt: timeOf(given.UpdatedAt),
  };
}

function modeOf(mode: z.output<typeof spec>['Mode']): ServiceMode {
  if (mode?.Global) return { kind: 'global' };
  if (mode?.ReplicatedJob || mode?.GlobalJob) return { kind: 'job' };
  // Without a number the engine takes one.
  return { kind: 'replicated', replicas: mode?.Replicated?.Replicas ?? 1 };
}

/** What is not said is as the engine has it. */
function policyOf(config: z.output<typeof spec>['UpdateConfig']): UpdatePolicy {
  return {
    parallelism: config?.Parallelism ?? 1,
    // The engine counts in nanoseconds.
    delayMs: (config?.Delay ?? 0) / 1e6,
    order: config?.Order || 'stop-first',
    onFailure: config?.FailureAction || 'pause',
  };
}
