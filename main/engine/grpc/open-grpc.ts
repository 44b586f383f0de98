import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { frameMessage, readFrames } from './frames.ts';

/** The status of a call that has gone well. */
const ok = '0';

/** Letters of an answer that is no gRPC, such as why there is none. */
const longestAnswer = 500;

/** A call that was refused, or has failed where it is done. */
export class GrpcRefusal extends Error {
  override readonly name = 'GrpcRefusal';
  /** That of gRPC, such as 5 for what is not there. */
  readonly status: number;

  /** `words`: the other side's own. */
  constructor(status: number, words: string) {
    super(words);
    this.status = status;
  }
}

/** A connection to the services that an engine offers by gRPC. */
export interface GrpcConnection {
  /**
   * Calls a method (`/PACKAGE.SERVICE/METHOD`) with one message, and yields what it answers until it ends. Throws
   * {@link GrpcRefusal}, the signal's reason, or what became of the connection. Leaving the iteration cancels the call.
   */
  call(method: string, message: Uint8Array, signal: AbortSignal): AsyncGenerator<Buffer>;
  /** Ends it, and the calls that go on. */
  close(): void;
}

/** Opens one at an engine's socket; it is the engine's `POST /grpc`. Rejects with the signal's reason. */
export async function openGrpc(socketPath: string, signal: AbortSignal): Promise<GrpcConnection> {
  const socket = await upgrade(socketPath, signal);
  const session = connect('http://docker', { createConnection: () => socket });
  // Each call hears of it.
  session.on('error', () => undefined);
  // Node hands it what was heard before by then, and throws where nobody can catch it if it is closed already.
  await setImmediate();
  return {
    call: (method, message, until) => call(session, method, message, until),
    close() {
      session.destroy();
      socket.destroy();
    },
  };
}

async function upgrade(socketPath: string, signal: AbortSignal): Promise<Duplex> {
  signal.throwIfAborted();
  const asking = request({
    ...{ socketPath, method: 'POST', path: '/grpc', agent: false, signal },
    headers: { Host: 'docker', Connection: 'Upgrade', Upgrade: 'h2c' },
  });
  const upgraded = once(asking, 'upgrade') as Promise<[IncomingMessage, Duplex, Buffer]>;
  const refused = once(asking, 'response') as Promise<[IncomingMessage]>;
  // The one that does not come is nobody's.
  upgraded.catch(() => undefined);
  refused.catch(() => undefined);
  asking.end();
  try {
    const [answer, socket, head] = await Promise.race([upgraded, refused]);
    if (socket === undefined || head === undefined) {
      const words = (await text(answer)).trim().slice(0, longestAnswer);
      throw new Error(`it offers no gRPC (HTTP status ${answer.statusCode}: ${words})`);
    }
    // It may have begun to speak in the same breath.
    if (head.length > 0) socket.unshift(head);
    return socket;
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
}

async function* call(
  session: ClientHttp2Session,
  method: string,
  message: Uint8Array,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  signal.throwIfAborted();
  const stream = session.request({
    ...{ ':method': 'POST', ':path': method },
    ...{ 'content-type': 'application/grpc', te: 'trailers' },
  });
  const cancel = () => stream.close(constants.NGHTTP2_CANCEL);
  signal.addEventListener('abort', cancel, { once: true });
  const outcome = hearOutcome(stream);
  stream.end(frameMessage(message));
  try {
    yield* readFrames(stream);
    signal.throwIfAborted();
    const { status, words } = outcome();
    if (status === undefined) throw new Error('the connection ended before the answer did');
    if (status !== ok) throw new GrpcRefusal(Number(status), words);
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', cancel);
    if (!stream.closed) cancel();
  }
}

/** How a call has ended: what is said behind its answers, or in the place of any. */
function hearOutcome(stream: ClientHttp2Stream) {
  let status: string | undefined;
  let words = '';
  const hear = (headers: Readonly<Record<string, unknown>>) => {
    const { 'grpc-status': told, 'grpc-message': said } = headers;
    if (typeof told !== 'string') return;
    status = told;
    words = typeof said === 'string' ? decoded(said) : `gRPC status ${told}`;
  };
  stream.on('response', hear);
  stream.on('trailers', hear);
  return () => ({ status, words });
}

function decoded(words: string): string {
  try {
    return decodeURIComponent(words);
  } catch {
    return words;
  }
}
