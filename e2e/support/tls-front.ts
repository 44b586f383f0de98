import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createServer } from 'node:tls';
import {
  engineAuthority,
  engineCertificate,
  engineKey,
} from '../../main/endpoints/fakes/engine-certificates.ts';

/** TLS in front of an engine's socket, as dockerd itself has with `--tlsverify`. */
export interface TlsFront {
  readonly port: number;
  /** Ends all connections; new ones are served. */
  drop(): void;
  /** Idempotent. */
  close(): Promise<void>;
}

/** Listens at loopback for whoever shows a certificate of the tests' authority. */
export async function startTlsFront(socketPath: string): Promise<TlsFront> {
  const sockets = new Set<Socket>();
  const options = { cert: engineCertificate, key: engineKey, ca: engineAuthority, requestCert: true };
  const server = createServer({ ...options, allowHalfOpen: true }, (client) => {
    const engine = connect({ path: socketPath, allowHalfOpen: true });
    for (const [one, other] of [
      [client, engine],
      [engine, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.once('close', () => {
        sockets.delete(one);
        if (one.errored) other.destroy();
      });
      one.pipe(other);
    }
  });
  // What has not come as far as to be secure, and with half-open sockets stays so for two minutes.
  server.on('connection', (raw: Socket) => {
    sockets.add(raw);
    raw.once('close', () => sockets.delete(raw));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  let closed: Promise<void> | undefined;
  return {
    port: (server.address() as AddressInfo).port,
    drop,
    close() {
      drop();
      closed ??= new Promise((resolve) => server.close(() => resolve()));
      return closed;
    },
  };
}
