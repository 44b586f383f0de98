import { create } from 'zustand';
import { type Failure, toFailure } from '../../main/contract/errors.ts';
import type { Status } from '../../main/contract/status.ts';
import { call, listen } from '../bridge.ts';
import { notify } from './notices.ts';

/** A request of the user about the VM that is under way. */
export type VmRequest = 'start' | 'sleep' | 'stop' | 'restart';

interface StatusStore {
  /** Null until the first status has come. */
  readonly status: Status | null;
  /** Why there is no status yet; null when there is none to tell. */
  readonly failure: Failure | null;
  readonly request: VmRequest | null;
}

/** The state of the VM, as the host tells it. */
export const useStatus = create<StatusStore>(() => ({ status: null, failure: null, request: null }));

/** Whether the engine answers. */
export function isRunning({ status }: StatusStore): boolean {
  return status?.state === 'running';
}

/** Whether the engine sleeps, so that what the user does with it wakes it. */
export function isAsleep({ status }: StatusStore): boolean {
  return status?.state === 'sleeping';
}

/** Whether what the user does with the engine reaches it: it answers, or wakes for it. */
export function canBeAsked(store: StatusStore): boolean {
  return isRunning(store) || isAsleep(store);
}

/** Begins to follow the host. Call once. */
export function followStatus(): void {
  listen('status', (status) => useStatus.setState({ status, failure: null }));
  void readStatus();
}

/** Asks for the status where none has come yet; what it answers, or why not, is in {@link useStatus}. */
export async function readStatus(): Promise<void> {
  try {
    const status = await call('status.get', {});
    useStatus.setState((now) => (now.status === null ? { status, failure: null } : now));
  } catch (error) {
    useStatus.setState((now) => (now.status === null ? { failure: toFailure(error) } : now));
  }
}

/** Asks the host to start, wake, stop or restart the VM, or to put it to sleep. What comes of it shows in the status. */
export async function requestVm(request: VmRequest): Promise<void> {
  useStatus.setState({ request });
  try {
    const status = await call(`vm.${request}`, {});
    useStatus.setState({ status });
  } catch (error) {
    const failure = toFailure(error);
    // A start that fails, or that was cut short by a stop, is told by the state itself.
    const told = useStatus.getState().status?.problems.some(({ code }) => code === failure.code) ?? false;
    if (!told && failure.code !== 'aborted') notify({ kind: 'failure', failure });
  } finally {
    useStatus.setState((now) => (now.request === request ? { request: null } : now));
  }
}
