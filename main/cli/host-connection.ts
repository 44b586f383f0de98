import { SlipwayError } from '../contract/errors.ts';
import type { Status } from '../contract/status.ts';
import { type ControlClient, connectControl } from '../control/client.ts';
import { readLock } from '../home/lock.ts';
import type { HomePaths } from '../home/paths.ts';
import { checkSocketPaths, prepareHome } from '../home/prepare-home.ts';
import { spawnHost } from '../host/spawn-host.ts';
import { delay, withDeadline } from '../util/wait.ts';

/**
 * Milliseconds that a new host may take until it listens: a Node start and a few files on a machine under load, and up
 * to 15 s to take over a VM that does not answer.
 */
const hostDeadlineMs = 40_000;

/** Milliseconds for a host to answer what it knows without doing anything. */
const answerDeadlineMs = 10_000;

/** Milliseconds between two looks at whether a host that is busy still answers. */
const livelyEveryMs = 20_000;

/** Connects to the home's host, starting one (without a window) when there is none. */
export async function connectOrSpawn(paths: HomePaths): Promise<ControlClient> {
  checkSocketPaths(paths);
  const listening = await connectControl(paths.controlSocket);
  if (listening !== undefined) return listening;
  await prepareHome(paths);
  const failure = {
    code: 'host-unreachable',
    message: `The process that supervises the VM does not listen at ${paths.controlSocket}.`,
    hint: 'See `slipway logs`; end that process if it hangs, and run `slipway start` again.',
  } as const;
  return withDeadline(hostDeadlineMs, new AbortController().signal, failure, async (signal) => {
    // null: no host of ours is under way. Held in an object since it is set from a callback.
    const spawned: { end: SlipwayError | null | undefined } = { end: null };
    for (;;) {
      const client = await connectControl(paths.controlSocket);
      if (client !== undefined) return client;
      if (spawned.end instanceof SlipwayError) throw spawned.end;
      // One that left in peace found another host; that one listens soon, or has left since.
      if (spawned.end === null && (await readLock(paths.lock)) === undefined) {
        spawned.end = undefined;
        void spawnHost(paths).ended.then((end) => {
          spawned.end = end;
        });
      }
      await delay(50, signal);
    }
  });
}

/**
 * Asks for something that takes its time and waits for the end of it. The host minds the deadlines of what it does;
 * that the host itself still answers is seen to here.
 */
export async function callToEnd(
  client: ControlClient,
  request: 'vm.start' | 'vm.stop' | 'vm.restart',
): Promise<Status> {
  const over = new AbortController();
  const untilSilent = async (): Promise<never> => {
    for (;;) {
      await delay(livelyEveryMs, over.signal);
      await askStatus(client);
    }
  };
  try {
    return await Promise.race([client.call(request, {}), untilSilent()]);
  } finally {
    over.abort();
  }
}

/** The host's status; rejects when it does not answer in a few seconds. */
export async function askStatus(client: ControlClient): Promise<Status> {
  const failure = {
    code: 'host-unreachable',
    message: 'The process that supervises the VM does not answer.',
    hint: 'See `slipway logs`; end that process (the VM goes on) and run `slipway start`, which takes the VM over.',
  } as const;
  return withDeadline(answerDeadlineMs, new AbortController().signal, failure, () =>
    client.call('status.get', {}),
  );
}
