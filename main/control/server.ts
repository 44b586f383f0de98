import { createServer, type Socket } from 'node:net';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import type { HostEvents } from '../contract/host.ts';
import type { Reply } from '../contract/reply.ts';
import { listenLastingly } from '../util/lasting-listener.ts';
import { delay } from '../util/wait.ts';
import type { Dispatch } from './dispatch.ts';
import { type EventEnvelope, eventMethod, type RequestEnvelope, requestMethod } from './protocol.ts';

/** The control socket of a host. */
export interface ControlServer {
  /** Tells every client. */
  announce<Name extends keyof HostEvents>(name: Name, payload: HostEvents[Name]): void;
  /** Number of clients connected now. */
  clients(): number;
  /** Listens anew when its socket was taken away; who is connected stays so. Answers whether it had to. */
  keep(): Promise<boolean>;
  /**
   * Listens no more, gives the home back by `free`, and lets the clients go after that: one that waits for the end of its
   * connection finds nothing left of this host.
   */
  close(free?: () => Promise<void>): Promise<void>;
}

interface Client {
  /** Events that were sent and have not left yet. */
  unread: number;
  tell(event: EventEnvelope): Promise<void>;
}

/** How long a closing host waits for requests that are under way, in milliseconds. */
const lastAnswersMs = 500;

/** Events that a client may have outstanding before it is taken to be stuck, and is let go. */
const mostUnreadEvents = 1_000;

/** Listens at `path` (0600; a stale socket there is replaced: the caller holds the home's lock). */
export async function serveControl(path: string, dispatch: Dispatch): Promise<ControlServer> {
  const connections = new Map<Socket, Client>();
  const underWay = new Set<Promise<Reply>>();
  const serve = (socket: Socket) => {
    const left = new AbortController();
    const connection = createMessageConnection(
      new StreamMessageReader(socket),
      new StreamMessageWriter(socket),
    );
    const client: Client = {
      unread: 0,
      async tell(event) {
        client.unread += 1;
        await connection.sendNotification(eventMethod, event).catch(() => socket.destroy());
        client.unread -= 1;
      },
    };
    connections.set(socket, client);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      left.abort();
      connections.delete(socket);
      connection.dispose();
    });
    connection.onError(() => socket.destroy());
    connection.onRequest(requestMethod, (envelope: RequestEnvelope): Promise<object> => {
      const reply = dispatch(String(envelope?.name), envelope?.parameters, left.signal);
      underWay.add(reply);
      void reply.then(() => underWay.delete(reply));
      return reply;
    });
    connection.listen();
  };
  const listener = await listenLastingly(path, () => createServer(serve));
  return {
    announce(name, payload) {
      for (const [socket, client] of connections) {
        // A client that has stopped reading must not fill the memory of the process that keeps the VM.
        if (client.unread >= mostUnreadEvents) socket.destroy();
        else void client.tell({ name, payload });
      }
    },
    clients: () => connections.size,
    keep: listener.keep,
    async close(free = async () => undefined) {
      const closed = listener.close();
      const freed = free();
      // Told below, once the last answers have left.
      freed.catch(() => undefined);
      // Answers that are nearly there are still sent.
      await Promise.race([Promise.all(underWay), delay(lastAnswersMs)]);
      await Promise.allSettled([freed, new Promise((resolve) => setImmediate(resolve))]);
      for (const socket of connections.keys()) socket.end();
      setTimeout(() => {
        for (const socket of connections.keys()) socket.destroy();
      }, 500).unref();
      await Promise.all([freed, closed]);
    },
  };
}
