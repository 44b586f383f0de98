import { once } from 'node:events';
import { connect, type NetConnectOpts } from 'node:net';
import type { Duplex } from 'node:stream';
import { streamBufferBytes } from '../util/stream-buffer.ts';
import { orAborted } from '../util/wait.ts';
import { EndpointError } from './endpoint-error.ts';
import type { Endpoint } from './parse-endpoint.ts';
import { socketFailure } from './socket-failure.ts';

/** A machine of another continent answers within a second. In milliseconds. */
export const connectDeadlineMs = 10_000;

/** Connects to a socket of this computer, or by TCP without TLS. */
export async function dialSocket(
  endpoint: Extract<Endpoint, { kind: 'socket' | 'tcp' }>,
  signal: AbortSignal,
): Promise<Duplex> {
  const both = { allowHalfOpen: true, noDelay: true, highWaterMark: streamBufferBytes };
  const way: NetConnectOpts =
    endpoint.kind === 'socket'
      ? { path: endpoint.path, ...both }
      : { host: endpoint.host, port: endpoint.port, ...both };
  const where = endpoint.kind === 'socket' ? endpoint.path : `${endpoint.host}:${endpoint.port}`;
  return untilOpen(connect(way), 'connect', where, signal);
}

/** The socket once it tells `event`; rejects, and ends it, when it does not within {@link connectDeadlineMs}. */
export async function untilOpen<S extends Duplex>(
  socket: S,
  event: 'connect' | 'secureConnect',
  where: string,
  signal: AbortSignal,
): Promise<S> {
  const late = new EndpointError('connection', {
    message: `${where} did not answer within ${connectDeadlineMs / 1_000} s.`,
    hint: 'Check the address, and that no firewall is in the way; the machine may be off.',
  });
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(late), connectDeadlineMs);
  try {
    await orAborted(AbortSignal.any([signal, over.signal]), once(socket, event));
    return socket;
  } catch (error) {
    socket.on('error', () => undefined);
    socket.destroy();
    signal.throwIfAborted();
    throw socketFailure(where, error);
  } finally {
    clearTimeout(timer);
  }
}
