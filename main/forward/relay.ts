import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type LastingListener, listenLastingly } from '../util/lasting-listener.ts';
import { streamBufferBytes } from '../util/stream-buffer.ts';
import { endUpstream } from './gentle-stream.ts';

/** A listening socket whose every connection is joined to a stream of its own. */
export interface Relay {
  /** Connections being served now. */
  connections(): number;
  /** Listens anew when its socket was taken away; who is connected stays so. Answers whether it had to. */
  keep(): Promise<boolean>;
  /** Drops what was joined and goes on listening; who still waits goes on waiting. */
  drop(): void;
  /** Stops listening and drops what is connected. Idempotent. */
  close(): Promise<void>;
}

/** What a waiting client may say before it is held back; enough to notice that it has left. In bytes. */
const largestWaitingBytes = 64 * 1024;

/** A connection that says nothing is asked after so many milliseconds whether its other end is still there. */
const keepAliveMs = 60_000;

/** How a relay listens, and with what it joins. */
export interface RelayOptions {
  /** Listens with a server that `create` makes, anew each time; rejects when that is not to be had. */
  readonly listen: (create: () => Server) => Promise<LastingListener>;
  /** What a connection is joined with; may take its time: the connection waits. When it rejects, the connection is closed. */
  readonly connect: (signal: AbortSignal) => Promise<Duplex>;
  /** Hears how many there are whenever one comes or goes. */
  readonly onConnections?: (open: number) => void;
  /**
   * What it means when whoever still waits has said all: that they have left and want nothing any more, or, as in many protocols,
   * that they are to be answered.
   */
  readonly onEarlyEnd: 'leave' | 'serve';
}

/**
 * Listens at `path` (0600) and joins each connection with what `connect` gives: both directions, each ended on its own,
 * so that a client that has said all can still be answered (attach, exec, build). `connect` may take its time: the
 * connection waits. When it rejects, the connection is closed, which clients report as an engine that is not there.
 * `onConnections` hears how many there are whenever one comes or goes.
 */
export function startRelay(
  path: string,
  connect: (signal: AbortSignal) => Promise<Duplex>,
  onConnections: (open: number) => void = () => undefined,
): Promise<Relay> {
  const listen: RelayOptions['listen'] = (create) => listenLastingly(path, create);
  return openRelay({ listen, connect, onConnections, onEarlyEnd: 'leave' });
}

/**
 * Listens and joins each connection with a stream of its own: both directions, each ended on its own, so that whoever has said all
 * can still be answered.
 */
export async function openRelay({
  listen,
  connect,
  onConnections = () => undefined,
  onEarlyEnd,
}: RelayOptions): Promise<Relay> {
  const open = new Set<Socket>();
  const joined = new Set<Socket>();
  let closed: Promise<void> | undefined;
  const serve = (client: Socket) => {
    if (closed !== undefined) return client.destroy();
    open.add(client);
    client.once('close', () => {
      open.delete(client);
      joined.delete(client);
      onConnections(open.size);
    });
    onConnections(open.size);
    void join(client, connect, onEarlyEnd, () => joined.add(client));
  };
  const listener = await listen(() =>
    createServer(
      {
        ...{ allowHalfOpen: true, pauseOnConnect: true, highWaterMark: streamBufferBytes },
        // Of TCP: what is said goes at once, and a machine that is gone without a word is noticed.
        ...{ noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs },
      },
      serve,
    ),
  );
  const drop = (clients: ReadonlySet<Socket>) => {
    for (const client of clients) client.destroy();
  };
  return {
    connections: () => open.size,
    keep: listener.keep,
    drop: () => drop(joined),
    close() {
      closed ??= listener.close();
      drop(open);
      return closed;
    },
  };
}

async function join(
  client: Socket,
  connect: RelayOptions['connect'],
  onEarlyEnd: RelayOptions['onEarlyEnd'],
  onJoined: () => void,
): Promise<void> {
  const left = new AbortController();
  client.on('error', () => client.destroy());
  client.once('close', () => left.abort());
  const release = onEarlyEnd === 'leave' ? holdBack(client) : () => undefined;
  try {
    const upstream = await connect(left.signal);
    if (client.destroyed) {
      // It may not be connected yet, and would say so to nobody.
      upstream.on('error', () => undefined);
      upstream.destroy();
      return;
    }
    release();
    onJoined();
    upstream.on('error', () => client.destroy());
    upstream.once('close', () => {
      // What has arrived is still written; a side that ended badly takes the other with it.
      if (upstream.errored) client.destroy();
      else client.end();
    });
    client.once('close', () => endUpstream(upstream));
    client.pipe(upstream);
    upstream.pipe(client);
  } catch {
    client.destroy();
  }
}

/**
 * Listens to a client that has to wait, since only a stream that is read tells that its other end is gone. Whoever
 * hangs up while waiting has changed their mind: what they asked for must not be done once the engine is up. The
 * answer hands back what was read, and ends this.
 */
function holdBack(client: Socket): () => void {
  const said: Buffer[] = [];
  let bytes = 0;
  const hear = (chunk: Buffer) => {
    said.push(chunk);
    bytes += chunk.length;
    if (bytes >= largestWaitingBytes) client.pause();
  };
  const leave = () => client.destroy();
  client.on('data', hear);
  client.on('end', leave);
  client.resume();
  return () => {
    client.pause();
    client.off('data', hear);
    client.off('end', leave);
    if (bytes > 0) client.unshift(Buffer.concat(said));
  };
}
