import { SlipwayError } from '../contract/errors.ts';
import { type HostEvents, hostRequests } from '../contract/host.ts';
import type { Call, EventOf, Handlers } from '../contract/requests.ts';

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
  /** There is no host; requests are answered with why. */
  lose(why: SlipwayError): void;
}

/** Passes requests to the present host and its events to `announce`. */
export function createHostLink(announce: AnnounceHost): HostLink {
  let host: HostConnection | undefined;
  let stops: readonly (() => void)[] = [];
  let arrived: (() => void) | undefined;
  let arrival = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  let why: SlipwayError | undefined;

  const pass = async (name: string, parameters: unknown, signal: AbortSignal) => {
    // At the start the window is quicker than the host.
    if (host === undefined && why === undefined) await Promise.race([arrival, whenAborted(signal)]);
    if (host === undefined) throw why ?? new SlipwayError(noHost);
    return host.call(name as keyof typeof hostRequests, parameters as never);
  };

  return {
    handlers: Object.fromEntries(
      Object.keys(hostRequests).map((name) => [
        name,
        (parameters: unknown, signal: AbortSignal) => pass(name, parameters, signal),
      ]),
    ) as unknown as Handlers<typeof hostRequests>,
    use(next) {
      for (const stop of stops) stop();
      host = next;
      why = undefined;
      stops = [
        next.on('status', (status) => announce({ name: 'status', payload: status })),
        next.on('console', (output) => announce({ name: 'console', payload: output })),
      ];
      arrived?.();
      next.call('status.get', {}).then(
        (status) => {
          if (host === next) announce({ name: 'status', payload: status });
        },
        () => undefined,
      );
    },
    lose(reason) {
      for (const stop of stops) stop();
      stops = [];
      host = undefined;
      why = reason;
      arrived?.();
      arrival = Promise.resolve();
    },
  };
}

const noHost = {
  code: 'host-unreachable',
  message: 'No process supervises the virtual machine at the moment.',
  hint: 'Slipway is taking over; try again in a few seconds.',
} as const;

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
