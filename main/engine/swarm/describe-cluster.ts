import { z } from 'zod';
import type { SwarmFile, SwarmNode, Task } from '../../contract/engine/swarm-lists.ts';

const text = z.string().nullish();
const count = z.number().nullish();
const labels = z.record(z.string(), z.string()).nullish();

/** What Compose files are deployed as: the label that every part of a stack has. */
export const stackLabel = 'com.docker.stack.namespace';

const node = z.object({
  ID: z.string(),
  CreatedAt: text,
  Spec: z.object({ Role: text, Availability: text, Labels: labels }).nullish(),
  Description: z
    .object({
      Hostname: text,
      Platform: z.object({ Architecture: text, OS: text }).nullish(),
      Resources: z.object({ NanoCPUs: count, MemoryBytes: count }).nullish(),
      Engine: z.object({ EngineVersion: text }).nullish(),
    })
    .nullish(),
  Status: z.object({ State: text, Message: text, Addr: text }).nullish(),
  ManagerStatus: z.object({ Leader: z.boolean().nullish(), Reachability: text, Addr: text }).nullish(),
});

/** The engine's list of nodes, in the contract's form; `own` is the id of the engine's own. Throws a ZodError for what is none. */
export function describeNodes(answer: unknown, own: string): readonly SwarmNode[] {
  return z
    .array(node)
    .parse(answer)
    .map(({ ID, CreatedAt, Spec, Description, Status, ManagerStatus }) => ({
      id: ID,
      hostname: Description?.Hostname ?? '',
      role: Spec?.Role === 'manager' ? 'manager' : 'worker',
      availability: Spec?.Availability ?? 'active',
      state: Status?.State ?? 'unknown',
      message: Status?.Message ?? '',
      address: Status?.Addr ?? '',
      engineVersion: Description?.Engine?.EngineVersion ?? '',
      platform: [Description?.Platform?.OS, Description?.Platform?.Architecture].filter(Boolean).join('/'),
      cpus: (Description?.Resources?.NanoCPUs ?? 0) / 1e9,
      memoryBytes: Description?.Resources?.MemoryBytes ?? 0,
      labels: Spec?.Labels ?? {},
      manager: ManagerStatus
        ? {
            isLeader: ManagerStatus.Leader ?? false,
            reachability: ManagerStatus.Reachability ?? 'unknown',
            address: ManagerStatus.Addr ?? '',
          }
        : null,
      createdAt: timeOf(CreatedAt),
      isOwn: ID === own,
    }));
}

const task = z.object({
  ID: z.string(),
  CreatedAt: text,
  ServiceID: text,
  Slot: count,
  NodeID: text,
  Spec: z.object({ ContainerSpec: z.object({ Image: text }).nullish() }).nullish(),
  Status: z
    .object({
      Timestamp: text,
      State: text,
      Message: text,
      Err: text,
      ContainerStatus: z.object({ ContainerID: text, ExitCode: count }).nullish(),
    })
    .nullish(),
  DesiredState: text,
});

/** States in which what a container ended with is known. */
const ended: readonly string[] = ['complete', 'failed', 'shutdown'];

/** The engine's list of tasks, in the contract's form. Throws a ZodError for what is none. */
export function describeTasks(answer: unknown): readonly Task[] {
  return z
    .array(task)
    .parse(answer)
    .map(({ ID, CreatedAt, ServiceID, Slot, NodeID, Spec, Status, DesiredState }) => {
      const container = Status?.ContainerStatus;
      const state = Status?.State ?? 'unknown';
      return {
        id: ID,
        service: ServiceID ?? '',
        slot: Slot ?? 0,
        node: NodeID ?? '',
        image: withoutDigest(Spec?.ContainerSpec?.Image ?? ''),
        state,
        desiredState: DesiredState ?? '',
        message: Status?.Message ?? '',
        error: Status?.Err ?? '',
        exitCode: container && ended.includes(state) ? (container.ExitCode ?? 0) : null,
        container: container?.ContainerID ?? '',
        since: timeOf(Status?.Timestamp),
        createdAt: timeOf(CreatedAt),
      };
    });
}

const file = z.object({
  ID: z.string(),
  CreatedAt: text,
  Spec: z.object({ Name: text, Labels: labels }).nullish(),
});

/** The engine's list of secrets or configs, without what they hold. Throws a ZodError for what is none. */
export function describeFiles(answer: unknown): readonly SwarmFile[] {
  return z
    .array(file)
    .parse(answer)
    .map(({ ID, CreatedAt, Spec }) => ({
      id: ID,
      name: Spec?.Name ?? '',
      stack: Spec?.Labels?.[stackLabel] || null,
      labels: Spec?.Labels ?? {},
      createdAt: timeOf(CreatedAt),
    }));
}

/** An image's name without the digest behind it. */
export function withoutDigest(image: string): string {
  return image.replace(/@sha256:[0-9a-f]+$/, '') || image;
}

/** Milliseconds since 1970; 0 for no time. */
export function timeOf(written: string | null | undefined): number {
  return Math.max(0, Date.parse(written ?? '') || 0);
}
