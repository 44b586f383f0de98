import { rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { listenPrivately } from '../util/listen-privately.ts';

/** A listening socket whose every connection is joined to a stream of its own. */
export interface Relay {
  /** Connections being served now. */
  connections(): number;
  /** Stops listening and drops what is connected. Idempotent. */
  close(): Promise<void>;
}

/**
 * Listens at `path` (0600) and joins each connection with what `connect` gives: both directions, each ended on its own,
 * so that a client that has said all can still be answered (attach, exec, build). `connect` may take its time: the
 * connection waits. When it rejects, the connection is closed, which clients report as an engine that is not there.
 */
export async function startRelay(
  path: string,
  connect: (signal: AbortSignal) => Promise<Duplex>,
): Promise<Relay> {
  const open = new Set<Socket>();
  // Paused until joined: what a client says first is kept by the system, not by us.
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => {
    open.add(client);
    client.once('close', () => open.delete(client));
    void join(client, connect);
  });
  await rm(path, { force: true });
  await listenPrivately(server, path);
  return {
    connections: () => open.size,
    async close() {
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const client of open) client.destroy();
      await closed;
    },
  };
}

async function join(client: Socket, connect: (signal: AbortSignal) => Promise<Duplex>): Promise<void> {
  const left = new AbortController();
  client.on('error', () => client.destroy());
  client.once('close', () => left.abort());
  try {
    const upstream = await connect(left.signal);
    if (client.destroyed) {
      upstream.destroy();
      return;
    }
    upstream.on('error', () => client.destroy());
    upstream.once('close', () => {
      // What has arrived is still written; a side that ended badly takes the other with it.
      if (upstream.errored) client.destroy();
      else client.end();
    });
    client.once('close', () => upstream.destroy());
    client.pipe(upstream);
    upstream.pipe(client);
  } catch {
    client.destroy();
  }
}
