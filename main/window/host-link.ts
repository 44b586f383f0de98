import { SlipwayError } from '../contract/errors.ts';
import { type HostEvents, hostRequests } from '../contract/host.ts';
import type { Call, EventOf, Handlers } from '../contract/requests.ts';
import type { Status } from '../contract/status.ts';
import { withDeadline } from '../util/wait.ts';

/** The host of the VM as the window sees it: this process itself, or another one behind the control socket. */
export interface HostConnection {
  readonly call: Call<typeof hostRequests>;
  on<Name extends keyof HostEvents>(name: Name, listener: (payload: HostEvents[Name]) => void): () => void;
}

/** Hears what the present host announces. */
export type AnnounceHost = (event: EventOf<HostEvents>) => void;

/** The window's way to its host, which may change while it runs. */
export interface HostLink {
  readonly handlers: Handlers<typeof hostRequests>;
  /** From now on this is the host; its status is announced. */
  use(host: HostConnection): void;
  /** The host has left. Requests wait for the next one. */
  lose(): void;
  /**
   * There is no host, nor will there be one by itself soon: requests are answered with why. Announces what is known of
   * the VM without one, if that is given.
   */
  fail(why: SlipwayError, status?: Status): void;
}

/** Longest that a request waits for a host, in milliseconds: one that adopts a VM that does not answer takes 15 s. */
const arrivalDeadlineMs = 20_000;

/** What the next host does when one leaves before it has answered: it leads to the same, once or twice. */
const passedOn: readonly string[] = ['status.get', 'vm.start', 'vm.restart'];

/** Hosts that may leave under the hands of one request. */
const mostHosts = 3;

/** Passes requests to the present host and its events to `announce`. */
export function createHostLink(announce: AnnounceHost): HostLink {
  let host: HostConnection | undefined;
  let why: SlipwayError | undefined;
  let stops: readonly (() => void)[] = [];
  let waiting: readonly (() => void)[] = [];

  const change = (next: HostConnection | undefined, reason: SlipwayError | undefined) => {
    for (const stop of stops) stop();
    stops = [];
    host = next;
    why = reason;
    if (host === undefined && why === undefined) return;
    for (const resume of waiting) resume();
    waiting = [];
  };

  const arrival = () =>
    new Promise<void>((resolve) => {
      waiting = [...waiting, resolve];
    });

  const pass = async (name: string, parameters: unknown, signal: AbortSignal) => {
    for (let asked = 1; ; asked += 1) {
      if (host === undefined && why === undefined)
        await withDeadline(arrivalDeadlineMs, signal, noHost, arrival);
      if (host === undefined) throw why ?? new SlipwayError(noHost);
      const present = host;
      try {
        return await present.call(name as keyof typeof hostRequests, parameters as never);
      } catch (error) {
        const left = error instanceof SlipwayError && error.code === 'host-unreachable';
        if (!left || !passedOn.includes(name) || asked === mostHosts) throw error;
        // It may say so before its connection ends.
        if (host === present) await withDeadline(arrivalDeadlineMs, signal, noHost, arrival);
      }
    }
  };

  return {
    handlers: Object.fromEntries(
      Object.keys(hostRequests).map((name) => [
        name,
        (parameters: unknown, signal: AbortSignal) => pass(name, parameters, signal),
      ]),
    ) as unknown as Handlers<typeof hostRequests>,
    use(next) {
      change(next, undefined);
      stops = [
        next.on('status', (status) => announce({ name: 'status', payload: status })),
        next.on('console', (output) => announce({ name: 'console', payload: output })),
        next.on('snapshots', (news) => announce({ name: 'snapshots', payload: news })),
        next.on('nodeVms', (news) => announce({ name: 'nodeVms', payload: news })),
        next.on('ports', (news) => announce({ name: 'ports', payload: news })),
      ];
      next.call('status.get', {}).then(
        (status) => {
          if (host === next) announce({ name: 'status', payload: status });
        },
        () => undefined,
      );
    },
    lose: () => change(undefined, undefined),
    fail(reason, status) {
      change(undefined, reason);
      if (status !== undefined) announce({ name: 'status', payload: status });
    },
  };
}

const noHost = {
  code: 'host-unreachable',
  message: 'No process supervises the virtual machine at the moment.',
  hint: 'Slipway is taking over; try again in a few seconds.',
} as const;
