import { connect, type Socket } from 'node:net';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { SlipwayError } from '../contract/errors.ts';
import type { HostEvents, hostRequests } from '../contract/host.ts';
import type { Call } from '../contract/requests.ts';
import { type Reply, unwrapReply } from './dispatch.ts';
import { type EventEnvelope, eventMethod, type RequestEnvelope, requestMethod } from './protocol.ts';

/** A connection to a host of the VM. */
export interface ControlClient {
  readonly call: Call<typeof hostRequests>;
  /** Hears an event; answers how to stop hearing it. */
  on<Name extends keyof HostEvents>(name: Name, listener: (payload: HostEvents[Name]) => void): () => void;
  /** Settles when the connection has ended, from whichever side. */
  readonly closed: Promise<void>;
  close(): void;
}

/** Connects to the control socket; undefined when no host listens there. Waits at most `deadlineMs`. */
export async function connectControl(path: string, deadlineMs = 5_000): Promise<ControlClient | undefined> {
  const socket = await open(path, deadlineMs);
  if (socket === undefined) return undefined;
  const connection = createMessageConnection(
    new StreamMessageReader(socket),
    new StreamMessageWriter(socket),
  );
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const gone = closed.then((): never => {
    throw hostGone();
  });
  gone.catch(() => undefined);
  connection.onError(() => socket.destroy());
  connection.onNotification(eventMethod, (event: EventEnvelope) => {
    for (const listener of listeners.get(event.name) ?? []) listener(event.payload as never);
  });
  connection.listen();
  /** The library rejects only when the connection is gone or was given up: a host answers with a reply whatever happens. */
  const ask = async (envelope: RequestEnvelope): Promise<Reply> => {
    try {
      return await connection.sendRequest<Reply>(requestMethod, envelope);
    } catch (error) {
      throw hostGone(error);
    }
  };
  return {
    async call(name, parameters) {
      const reply = await Promise.race([ask({ name, parameters }), gone]);
      return unwrapReply(reply) as never;
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => set.delete(listener);
    },
    closed,
    close() {
      connection.dispose();
      socket.destroy();
    },
  };
}

function open(path: string, deadlineMs: number): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    const timer = setTimeout(() => {
      socket.destroy();
      resolve(undefined);
    }, deadlineMs);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.on('error', () => socket.destroy());
      resolve(socket);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      // ENOTDIR: a file lies where a folder of the home should be, which making the home then explains.
      if (['ENOENT', 'ECONNREFUSED', 'ENOTDIR'].includes(error.code ?? '')) resolve(undefined);
      else reject(unreachable(path, error));
    });
  });
}

function hostGone(cause?: unknown): SlipwayError {
  return new SlipwayError(
    {
      code: 'host-unreachable',
      message: 'The process that supervises the VM went away before it answered.',
      hint: 'Run `slipway start`: it takes over the running VM; `slipway logs` says what happened.',
    },
    { cause },
  );
}

function unreachable(path: string, cause: Error): SlipwayError {
  return new SlipwayError(
    {
      code: 'host-unreachable',
      message: `The control socket ${path} cannot be reached: ${cause.message}.`,
      hint: 'It belongs to the user who started Slipway: run the command as that user, or set SLIPWAY_HOME.',
    },
    { cause },
  );
}
