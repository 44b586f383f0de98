import { join } from 'node:path';
import { z } from 'zod';
import { askEngine } from '../../../main/engine/http.ts';
import { poll } from '../../../main/util/wait.ts';
import type { BenchContext } from './context.ts';
import type { Instance } from './instance.ts';
import { runProgram } from './run-program.ts';

const dockerDeadlineMs = 180_000;

/** By name, what each does: a server that waits, one that writes to a volume, and one that does nothing. */
const commands: Readonly<Record<string, readonly string[]>> = {
  'bench-web': ['httpd', '-f', '-h', '/tmp'],
  'bench-writer': ['sh', '-c', 'while date >>/data/times; do sleep 1; done'],
  'bench-idle': ['sleep', '1000000'],
};

/** How many containers there are. */
export const containerCount = Object.keys(commands).length;

const containersSchema = z.array(z.unknown());

/** Runs the docker client on an instance. */
export function docker(context: BenchContext, instance: Instance, words: readonly string[]) {
  const { client } = context.assets;
  if (client === undefined) throw new Error('There is no bundled docker client');
  return runProgram(join(client.dir, 'docker'), words, {
    signal: context.signal,
    deadlineMs: dockerDeadlineMs,
    env: { ...instance.environment, DOCKER_HOST: `unix://${instance.paths.dockerSocket}` },
  });
}

/** Runs the three containers. `restart`: they are there again after a boot. */
export async function runContainers(
  context: BenchContext,
  instance: Instance,
  restart: 'always' | 'no',
): Promise<void> {
  for (const [name, command] of Object.entries(commands)) {
    const how = ['--name', name, '--restart', restart, '--stop-timeout', '1', '-v', 'bench-data:/data'];
    await docker(context, instance, ['run', '-d', ...how, 'slipway/busybox', ...command]);
  }
}

/** Starts them again after a boot that left them where they were. */
export async function startContainers(context: BenchContext, instance: Instance): Promise<void> {
  await docker(context, instance, ['start', ...Object.keys(commands)]);
}

/** Resolves when all three run. */
export async function awaitContainers(context: BenchContext, { paths }: Instance): Promise<void> {
  const request = { method: 'GET', path: '/containers/json' } as const;
  await poll(20, context.signal, async () => {
    const running = containersSchema.parse(
      JSON.parse(await askEngine(paths.dockerSocket, request, context.signal)),
    );
    return running.length === containerCount ? true : undefined;
  });
}
