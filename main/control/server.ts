import { chmod, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import type { HostEvents } from '../contract/host.ts';
import type { Dispatch } from './dispatch.ts';
import { eventMethod, type RequestEnvelope, requestMethod } from './protocol.ts';

/** The control socket of a host. */
export interface ControlServer {
  /** Tells every client. */
  announce<Name extends keyof HostEvents>(name: Name, payload: HostEvents[Name]): void;
  /** Number of clients connected now. */
  clients(): number;
  close(): Promise<void>;
}

/** Listens at `path` (0600; a stale socket there is replaced: the caller holds the home's lock). */
export async function serveControl(path: string, dispatch: Dispatch): Promise<ControlServer> {
  const connections = new Map<Socket, ReturnType<typeof createMessageConnection>>();
  const server = createServer((socket) => {
    const left = new AbortController();
    const connection = createMessageConnection(
      new StreamMessageReader(socket),
      new StreamMessageWriter(socket),
    );
    connections.set(socket, connection);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      left.abort();
      connections.delete(socket);
      connection.dispose();
    });
    connection.onError(() => socket.destroy());
    connection.onRequest(
      requestMethod,
      (envelope: RequestEnvelope): Promise<object> =>
        dispatch(String(envelope?.name), envelope?.parameters, left.signal),
    );
    connection.listen();
  });
  await rm(path, { force: true });
  await listen(server, path);
  await chmod(path, 0o600);
  return {
    announce(name, payload) {
      for (const [socket, connection] of connections) {
        connection.sendNotification(eventMethod, { name, payload }).catch(() => socket.destroy());
      }
    },
    clients: () => connections.size,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of connections.keys()) socket.end();
      setTimeout(() => {
        for (const socket of connections.keys()) socket.destroy();
      }, 500).unref();
      await closed;
    },
  };
}

/** Binds a unix socket so that no other user can connect even before its mode is set. */
async function listen(server: Server, path: string): Promise<void> {
  const previous = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
  } finally {
    process.umask(previous);
  }
}
