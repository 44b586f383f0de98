import type { Log } from '../logging/logger.ts';

/**
 * How long a client may find no socket while the VM sleeps, in milliseconds; while it runs, each ping of the engine looks here
 * first. Looking every five seconds was seen to cost a sleeping host 18 ms of processor time a minute.
 */
const lookEveryMs = 60_000;

/** A listening socket of the home, and how it is made anew. */
export interface KeptSocket {
  readonly path: string;
  /** Answers whether it was gone, and listens again. */
  readonly keep: () => Promise<boolean>;
}

/** Sees that the sockets of a home are there for as long as their host. */
export interface SocketKeeper {
  /** Looks now. Never rejects: what cannot be made anew is logged, and tried again at the next look. */
  look(): Promise<void>;
  close(): void;
}

/**
 * Makes sockets anew that were removed under their listener, by hand or by a cleaner of old files: the VM behind them is well,
 * and is not to be given up for it.
 */
export function keepSockets(sockets: () => readonly KeptSocket[], log: Log): SocketKeeper {
  /** What was said last of each that cannot be made anew, by its path. */
  const complaints = new Map<string, string>();
  const lookAt = async ({ path, keep }: KeptSocket) => {
    try {
      if (await keep()) log('warn', `${path} was gone, and listens again`);
      complaints.delete(path);
    } catch (error) {
      const { message } = error as Error;
      if (message !== complaints.get(path)) log('warn', `${path} cannot be made anew: ${message}`);
      complaints.set(path, message);
    }
  };
  const look = async () => {
    for (const socket of sockets()) await lookAt(socket);
  };
  const timer = setInterval(() => void look(), lookEveryMs);
  timer.unref();
  return { look, close: () => clearInterval(timer) };
}
