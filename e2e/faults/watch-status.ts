import type { Status, VmState } from '../../main/contract/status.ts';
import { type ControlClient, connectControl } from '../../main/control/client.ts';
import { abortAfter, poll } from '../../main/util/wait.ts';
import type { Instance } from '../support/instance.ts';

/** Everything that a host has told since it was watched. */
export interface StatusWatch {
  /** Every status that was told, the first one that was asked for. */
  readonly told: readonly Status[];
  /** The states one after the other, without repetition. */
  states(): readonly VmState[];
  /** Resolves with the first status told from now on (or the present one) that fits. */
  until(what: string, fits: (status: Status) => boolean, timeoutMs?: number): Promise<Status>;
  close(): void;
}

/** Listens to the host of an instance as the window does; waits for a host that is yet to come. */
export async function watchStatus({ paths }: Instance): Promise<StatusWatch> {
  const told: Status[] = [];
  const client: ControlClient = await poll(50, abortAfter(30_000), async () => {
    const connected = await connectControl(paths);
    connected?.on('status', (status) => told.push(status));
    // One that was just killed may be connected to, and never answers.
    const first = await connected?.call('status.get', {}).catch(() => undefined);
    if (first === undefined) connected?.close();
    else told.push(first);
    return first === undefined ? undefined : connected;
  });
  const states = () => told.map(({ state }) => state).filter((state, index, all) => state !== all[index - 1]);
  return {
    told,
    states,
    async until(what, fits, timeoutMs = 150_000) {
      const from = told.length - 1;
      try {
        return await poll(20, abortAfter(timeoutMs), () => told.slice(from).find(fits));
      } catch (error) {
        throw new Error(`${what}: not in ${timeoutMs} ms; the states were ${states().join(', ')}`, {
          cause: error,
        });
      }
    },
    close: () => client.close(),
  };
}
