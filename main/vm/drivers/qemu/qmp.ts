import { connect, type Socket } from 'node:net';
import { z } from 'zod';
import { SlipwayError } from '../../../contract/errors.ts';
import { poll, withDeadline } from '../../../util/wait.ts';

const messageSchema = z.union([
  z.object({ QMP: z.unknown() }),
  z.object({ return: z.unknown(), id: z.number() }),
  z.object({ error: z.object({ class: z.string(), desc: z.string() }), id: z.number() }),
  z.object({ event: z.string(), data: z.record(z.string(), z.unknown()).optional() }),
]);

/** An event of QEMU's, such as SHUTDOWN or BLOCK_IO_ERROR. */
export interface QmpEvent {
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Hears a line of what is said, for whoever looks for a fault. */
export type Trace = (line: string) => void;

/** A conversation with QEMU's monitor (QMP). QEMU speaks with one client at a time. */
export interface Qmp {
  /** Rejects with QEMU's own words, when the connection ends, or when the signal aborts. */
  execute(command: string, parameters: Record<string, unknown>, signal: AbortSignal): Promise<unknown>;
  onEvent(listener: (event: QmpEvent) => void): void;
  /** Settles when the connection has ended. */
  readonly closed: Promise<void>;
  close(): void;
}

/**
 * Connects to the monitor's socket and takes up the conversation. Tries again until `deadlineMs`, since QEMU makes the
 * socket some time after it was started. The path is relative to the present folder or short enough for a socket.
 * `trace` hears every command, refusal and event.
 */
export function connectQmp(
  path: string,
  deadlineMs: number,
  signal: AbortSignal,
  trace: Trace = () => undefined,
): Promise<Qmp> {
  const failure = {
    code: 'qemu-failed' as const,
    message: `QEMU's monitor did not answer on ${path} within ${deadlineMs / 1000} s.`,
    hint: 'See `slipway logs --source qemu`.',
  };
  return withDeadline(deadlineMs, signal, failure, async (inner) => {
    const socket = await poll(20, inner, () => tryConnect(path));
    const qmp = converse(socket, trace);
    const abandon = () => qmp.close();
    inner.addEventListener('abort', abandon, { once: true });
    try {
      await qmp.execute('qmp_capabilities', {}, inner);
    } catch (error) {
      qmp.close();
      throw error;
    } finally {
      inner.removeEventListener('abort', abandon);
    }
    return qmp;
  });
}

/** Whether a QEMU listens there; one that does can be spoken to with {@link connectQmp}. */
export async function isMonitorThere(path: string): Promise<boolean> {
  const socket = await tryConnect(path);
  socket?.destroy();
  return socket !== undefined;
}

function tryConnect(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(undefined));
  });
}

function converse(socket: Socket, trace: Trace): Qmp {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const listeners: ((event: QmpEvent) => void)[] = [];
  let nextId = 1;
  let rest = '';

  const receive = (line: string) => {
    const message = parseMessage(line);
    if (message === undefined) return;
    if ('event' in message) {
      trace(`QEMU event ${message.event} ${JSON.stringify(message.data ?? {})}`);
      for (const listener of listeners) listener({ name: message.event, data: message.data ?? {} });
    } else if ('return' in message) {
      waiting.get(message.id)?.resolve(message.return);
      waiting.delete(message.id);
    } else if ('error' in message) {
      trace(`QEMU refused command ${message.id}: ${message.error.desc}`);
      waiting.get(message.id)?.reject(qmpError(message.error.desc));
      waiting.delete(message.id);
    }
  };

  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') receive(line);
  });
  socket.on('error', () => socket.destroy());
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      for (const { reject } of waiting.values()) reject(qmpError('the connection ended'));
      waiting.clear();
      resolve();
    });
  });

  return {
    closed,
    close: () => socket.destroy(),
    onEvent: (listener) => void listeners.push(listener),
    execute(command, parameters, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        if (socket.destroyed) return reject(qmpError('the connection has ended'));
        const id = nextId++;
        const abort = () => {
          waiting.delete(id);
          reject(signal.reason);
        };
        signal.addEventListener('abort', abort, { once: true });
        const settle = () => signal.removeEventListener('abort', abort);
        waiting.set(id, {
          resolve: (value) => {
            settle();
            resolve(value);
          },
          reject: (error) => {
            settle();
            reject(error);
          },
        });
        trace(`QEMU command ${id}: ${command} ${JSON.stringify(parameters)}`);
        socket.write(`${JSON.stringify({ execute: command, arguments: parameters, id })}\n`);
      });
    },
  };
}

/** Whatever else comes is of no use here, and no reason for the host to fall over. */
function parseMessage(line: string): z.output<typeof messageSchema> | undefined {
  try {
    return messageSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function qmpError(words: string): SlipwayError {
  return new SlipwayError({
    code: 'qemu-failed',
    message: `QEMU refused a command: ${words}.`,
    hint: 'See `slipway logs --source qemu`.',
  });
}
