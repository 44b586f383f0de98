import { SlipwayError } from '../contract/errors.ts';
import { type ControlClient, connectControl } from '../control/client.ts';
import { hostSilent } from '../control/host-silent.ts';
import { readLock } from '../home/lock.ts';
import type { HomePaths } from '../home/paths.ts';
import { checkSocketPaths } from '../home/socket-paths.ts';
import { enterHome } from '../host/enter-home.ts';
import { spawnHost } from '../host/spawn-host.ts';
import { delay, withDeadline } from '../util/wait.ts';

/**
 * Milliseconds that a new host may take until it listens: a Node start and a few files on a machine under load, and up
 * to 15 s to take over a VM that does not answer.
 */
const hostDeadlineMs = 40_000;

/** Connects to the home's host, starting one (without a window) when there is none. */
export async function connectOrSpawn(paths: HomePaths): Promise<ControlClient> {
  checkSocketPaths(paths);
  const listening = await connectControl(paths);
  if (listening !== undefined) return listening;
  await enterHome(paths);
  // null: no host of ours is under way. Held in an object since it is set from a callback.
  const spawned: { end: SlipwayError | null | undefined; pid?: number } = { end: null };
  const untilListening = async (signal: AbortSignal) => {
    for (;;) {
      const client = await connectControl(paths);
      if (client !== undefined) return client;
      if (spawned.end instanceof SlipwayError) throw spawned.end;
      // One that left in peace found another host; that one listens soon, or has left since.
      if (spawned.end === null && (await readLock(paths.lock)) === undefined) {
        spawned.end = undefined;
        const { pid, ended } = spawnHost(paths);
        spawned.pid = pid;
        void ended.then((end) => {
          spawned.end = end;
        });
      }
      await delay(50, signal);
    }
  };
  try {
    return await withDeadline(hostDeadlineMs, new AbortController().signal, notListening, untilListening);
  } catch (error) {
    const isLate = error instanceof SlipwayError && error.code === 'deadline-exceeded';
    throw isLate ? await hostSilent(paths, hostDeadlineMs, spawned.pid) : error;
  }
}

const notListening = {
  message: 'The process that supervises the VM does not listen.',
  hint: 'See `slipway logs`.',
} as const;
