import type { Duplex } from 'node:stream';
import { type Relay, startRelay } from '../forward/relay.ts';

/** The socket that the engine's clients connect to, opened and closed as often as wanted, one after the other. */
export interface DockerSocket {
  /** Listens; does nothing when it does already. */
  open(): Promise<void>;
  /** No longer listens, and drops what is connected. */
  close(): Promise<void>;
  /** Drops what the engine serves and goes on listening; who still waits for it goes on waiting. */
  drop(): void;
  isOpen(): boolean;
  /** Listens anew when it is open and its socket was taken away. Answers whether it had to. */
  keep(): Promise<boolean>;
}

/**
 * The socket at `path`. `onClients` hears how many are connected whenever one comes or goes, those that wait included. Calls that
 * overlap are done in their order: two relays at one path would each remove the other's socket.
 */
export function createDockerSocket(
  path: string,
  connect: (signal: AbortSignal) => Promise<Duplex>,
  onClients: (clients: number) => void = () => undefined,
): DockerSocket {
  let relay: Relay | undefined;
  let last: Promise<void> = Promise.resolve();
  const next = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const done = last.then(work);
    last = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  };
  return {
    open: () =>
      next(async () => {
        relay ??= await startRelay(path, connect, onClients);
      }),
    close: () =>
      next(async () => {
        const closing = relay;
        relay = undefined;
        await closing?.close();
      }),
    drop: () => relay?.drop(),
    isOpen: () => relay !== undefined,
    keep: () => next(async () => (await relay?.keep()) ?? false),
  };
}
