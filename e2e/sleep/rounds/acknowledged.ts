import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { loadAssets } from '../../../main/assets.ts';
import { abortAfter, poll } from '../../../main/util/wait.ts';
import type { Sleeper } from '../sleeper.ts';

/** Numbers that a container's log holds at most while nobody follows it. */
const unseen = 500;

/** A writer that was booted is up, or a machine is very busy. In milliseconds. */
const patienceMs = 120_000;

/** What a container has acknowledged: the numbers that it printed, once they have come to the host. */
export interface Acknowledged {
  readonly numbers: ReadonlySet<number>;
  /** Reads what was printed while nobody followed, and then hears so many more as they come. Wakes a VM that sleeps. */
  untilMore(count: number): Promise<void>;
  /** Stops to follow; what is under way is still heard. */
  leave(): Promise<void>;
}

/** Follows the log of a container with the plain docker client; its connection ends with a sleep. */
export async function followAcknowledged(vm: Sleeper, container: string): Promise<Acknowledged> {
  const { client } = await loadAssets();
  const docker = join(client?.dir ?? 'no-client', 'docker');
  const env = { ...vm.env, DOCKER_HOST: `unix://${vm.paths.dockerSocket}` };
  const numbers = new Set<number>();
  let follower: ChildProcess | undefined;

  const hear = (line: string) => {
    if (/^\d+$/.test(line)) numbers.add(Number(line));
  };
  const follow = () => {
    const child = spawn(docker, ['logs', '--follow', '--tail', '0', container], { env });
    createInterface({ input: child.stdout }).on('line', hear);
    child.once('close', () => {
      if (follower === child) follower = undefined;
    });
    child.stderr.resume();
    follower = child;
  };
  const leave = async () => {
    const child = follower;
    if (child === undefined) return;
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    await closed;
  };

  return {
    numbers,
    leave,
    async untilMore(count) {
      await leave();
      const signal = abortAfter(patienceMs);
      const read = async () => vm.client(['logs', '--tail', String(unseen), container]);
      const { stdout } = await poll(200, signal, async () => {
        const result = await read();
        return result.code === 0 ? result : undefined;
      });
      for (const line of stdout.split('\n')) hear(line);
      const before = numbers.size;
      await poll(20, signal, () => {
        // Cut by whatever befell the VM since.
        if (follower === undefined) follow();
        return numbers.size >= before + count ? true : undefined;
      });
    },
  };
}
