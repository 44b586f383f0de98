import { performServerHandshake, type ServerHttp2Stream } from 'node:http2';
import type { Duplex } from 'node:stream';
import { frameMessage, readFrames } from '../grpc/frames.ts';
import { type EngineServer, serveEngine } from './engine-server.ts';

/** Answers a call; what it throws is the call's refusal, with its `status` where it has one. The signal aborts when the caller leaves. */
export type AnswerCall = (message: Buffer, signal: AbortSignal) => AsyncIterable<Uint8Array>;

/** An engine that offers gRPC alone, by the methods that are named. */
export async function serveGrpc(answers: Readonly<Record<string, AnswerCall>>): Promise<EngineServer> {
  const sockets = new Set<Duplex>();
  const engine = await serveEngine((_, response) =>
    response.writeHead(404).end('{"message":"page not found"}'),
  );
  engine.http.on('upgrade', (_, socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    // A server of Node's keeps its half of a connection whose other half has gone.
    socket.on('end', () => socket.destroy());
    socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
    const session = performServerHandshake(socket);
    session.on('error', () => undefined);
    session.on('stream', (stream, headers) => void answer(stream, answers[String(headers[':path'])]));
  });
  return {
    ...engine,
    async close() {
      for (const socket of sockets) socket.destroy();
      await engine.close();
    },
  };
}

async function answer(stream: ServerHttp2Stream, method: AnswerCall | undefined): Promise<void> {
  const gone = new AbortController();
  stream.on('error', () => undefined);
  stream.on('close', () => gone.abort());
  const head = { ':status': 200, 'content-type': 'application/grpc' };
  if (method === undefined) {
    stream.respond({ ...head, 'grpc-status': '12', 'grpc-message': 'unknown%20method' }, { endStream: true });
    return;
  }
  let outcome = { 'grpc-status': '0', 'grpc-message': '' };
  stream.respond(head, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers(outcome));
  try {
    // All that is asked, before anything is answered: a stream whose reader leaves it is destroyed.
    const asked: Buffer[] = [];
    for await (const message of readFrames(stream)) asked.push(message);
    const [message = Buffer.alloc(0)] = asked;
    for await (const said of method(message, gone.signal)) stream.write(frameMessage(said));
  } catch (error) {
    const { message, status = 2 } = error as Error & { readonly status?: number };
    outcome = { 'grpc-status': String(status), 'grpc-message': encodeURIComponent(message) };
  }
  stream.end();
}
