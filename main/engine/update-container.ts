import type Docker from 'dockerode';
import type { HostConfig } from 'dockerode';
import type { z } from 'zod';
import type { updateParameters } from '../contract/engine/container-update.ts';
import { engineError, type Hint } from './connection.ts';
import { shortName } from './containers.ts';
import { withEngineDeadline } from './deadlines.ts';
import { plainName } from './plain-name.ts';

type Update = z.output<typeof updateParameters>;

const hints: readonly Hint[] = [
  {
    piece: /restart policy cannot be updated/i,
    hint: 'A container that removes itself when it ends cannot be restarted.',
  },
  { piece: /memory/i, hint: 'Give it more, or end what uses it in the container first.' },
];

/** Changes limits and restart policy of a container, running or not. Answers the engine's warnings. */
export async function updateContainer(
  engine: Docker,
  update: Update,
  signal: AbortSignal,
): Promise<{ readonly warnings: readonly string[] }> {
  let name = shortName(update.id);
  const doing = () => `change the limits of the container ${name}`;
  try {
    return await withEngineDeadline('change', doing(), signal, async (abortSignal) => {
      const container = engine.getContainer(update.id);
      const { Name, HostConfig: before } = await container.inspect({ abortSignal });
      name = plainName(Name);
      const options = { ...updateOptions(before, update), abortSignal };
      const answer = (await container.update(options)) as { readonly Warnings?: readonly string[] | null };
      return { warnings: answer.Warnings ?? [] };
    });
  } catch (error) {
    throw engineError({ doing: doing(), hints }, error);
  }
}

/** What the engine's update call wants to hear: it leaves what is not named as it is. */
export function updateOptions(before: HostConfig, update: Omit<Update, 'id'>): HostConfig {
  const { memoryBytes, cpus, processes, restart } = update;
  return {
    ...(memoryBytes === undefined ? {} : { Memory: memoryBytes, MemorySwap: swapFor(before, memoryBytes) }),
    ...(cpus === undefined ? {} : cpuLimit(before, cpus)),
    ...(processes === undefined ? {} : { PidsLimit: processes ?? -1 }),
    ...(restart === undefined
      ? {}
      : {
          RestartPolicy: {
            Name: restart.policy,
            MaximumRetryCount: restart.policy === 'on-failure' ? restart.retries : 0,
          },
        }),
  };
}

/**
 * Memory and swap together, which may not be less than the memory alone. Unless it was chosen otherwise it is twice the
 * memory, as the engine makes it for a new container.
 */
function swapFor({ Memory = 0, MemorySwap = 0 }: HostConfig, memoryBytes: number): number {
  if (MemorySwap === -1) return -1;
  const isChosen = MemorySwap > 0 && MemorySwap !== Memory * 2;
  return isChosen ? Math.max(MemorySwap, memoryBytes) : memoryBytes * 2;
}

/** A quota stays a quota: the engine refuses to have processors told in two ways. */
function cpuLimit({ CpuQuota = 0, CpuPeriod = 0 }: HostConfig, cpus: number): HostConfig {
  // The kernel's own period, where only a quota was set.
  if (CpuQuota > 0) return { CpuQuota: Math.round(cpus * (CpuPeriod || 100_000)) };
  return { NanoCpus: Math.round(cpus * 1e9) };
}
