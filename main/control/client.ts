import { connect, type Socket } from 'node:net';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { SlipwayError } from '../contract/errors.ts';
import type { HostEvents, hostRequests } from '../contract/host.ts';
import { type Reply, unwrapReply } from '../contract/reply.ts';
import type { Call } from '../contract/requests.ts';
import type { HomePaths } from '../home/paths.ts';
import { delay } from '../util/wait.ts';
import { hostSilent } from './host-silent.ts';
import { type EventEnvelope, eventMethod, type RequestEnvelope, requestMethod } from './protocol.ts';

/** A connection to a host of the VM. */
export interface ControlClient {
  /**
   * Rejects with `host-unresponsive` when the host lives and does not answer. A start or a stop may take its time, for
   * as long as the host answers what it knows without doing anything; its own deadlines are the host's business.
   */
  readonly call: Call<typeof hostRequests>;
  /** Hears an event; answers how to stop hearing it. */
  on<Name extends keyof HostEvents>(name: Name, listener: (payload: HostEvents[Name]) => void): () => void;
  /** Settles when the connection has ended, from whichever side: with why, when it was for the host's silence. */
  readonly closed: Promise<SlipwayError | undefined>;
  close(): void;
}

/** How long a client waits, all in milliseconds. */
export interface ClientDeadlines {
  readonly connectMs: number;
  /** For an answer to what a host knows without doing anything, on a machine under load. */
  readonly answerMs: number;
  /** Between two looks at whether the host still answers. */
  readonly lookMs: number;
}

const usualDeadlines: ClientDeadlines = { connectMs: 5_000, answerMs: 10_000, lookMs: 10_000 };

/** What a host does for as long as it takes. */
const lasting: readonly (keyof typeof hostRequests)[] = [
  ...(['vm.start', 'vm.stop', 'vm.sleep', 'vm.restart'] as const),
  ...(['disk.compact', 'disk.resize'] as const),
  ...(['snapshots.create', 'snapshots.restore', 'snapshots.delete'] as const),
  ...(['nodeVms.add', 'nodeVms.remove', 'nodeVms.cancel', 'nodeVms.list'] as const),
];

/**
 * Connects to the control socket; undefined when no host listens there. A host that falls silent afterwards, whether
 * something was asked of it or not, is noticed: the connection ends, and every call with it.
 */
export async function connectControl(
  paths: Pick<HomePaths, 'controlSocket' | 'lock'>,
  deadlines: Partial<ClientDeadlines> = {},
): Promise<ControlClient | undefined> {
  const { connectMs, answerMs, lookMs } = { ...usualDeadlines, ...deadlines };
  const socket = await open(paths, connectMs);
  if (socket === undefined) return undefined;
  const connection = createMessageConnection(
    new StreamMessageReader(socket),
    new StreamMessageWriter(socket),
  );
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const over = new AbortController();
  let silence: SlipwayError | undefined;
  const closed = new Promise<SlipwayError | undefined>((resolve) =>
    socket.once('close', () => resolve(silence)),
  );
  const gone = closed.then((why): never => {
    over.abort();
    throw why ?? hostGone();
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
  const inTime = async (answer: Promise<Reply>): Promise<Reply> => {
    const answered = new AbortController();
    const late = delay(answerMs, answered.signal).then(async (): Promise<never> => {
      throw await hostSilent(paths, answerMs);
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      answered.abort();
    }
  };
  const mind = async () => {
    for (;;) {
      await delay(lookMs, over.signal);
      await inTime(Promise.race([ask({ name: 'status.get', parameters: {} }), gone]));
    }
  };
  mind().catch((error: unknown) => {
    if (over.signal.aborted) return;
    silence = error instanceof SlipwayError && error.code === 'host-unresponsive' ? error : undefined;
    socket.destroy();
  });
  return {
    async call(name, parameters) {
      const answer = Promise.race([ask({ name, parameters }), gone]);
      return unwrapReply(await (lasting.includes(name) ? answer : inTime(answer))) as never;
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => set.delete(listener);
    },
    closed,
    close() {
      over.abort();
      connection.dispose();
      socket.destroy();
    },
  };
}

function open(
  paths: Pick<HomePaths, 'controlSocket' | 'lock'>,
  deadlineMs: number,
): Promise<Socket | undefined> {
  const path = paths.controlSocket;
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
      // ENOTDIR: a file lies where a folder of the home should be, which making the home then explains. ECONNRESET: a host
      // ended before it let in who was waiting at its door.
      if (['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'ENOTDIR'].includes(error.code ?? '')) resolve(undefined);
      // So many wait to be let in that the system takes no more.
      else if (error.code === 'EAGAIN') hostSilent(paths, deadlineMs).then(reject, reject);
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
