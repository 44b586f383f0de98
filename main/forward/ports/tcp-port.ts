import type { Server } from 'node:net';
import type { PortBinding } from '../../contract/ports.ts';
import type { LastingListener } from '../../util/lasting-listener.ts';
import { openRelay } from '../relay.ts';
import type { OpenPortFunction } from './open-port.ts';

/** Connections that may wait to be accepted: as many as Linux takes by itself (net.core.somaxconn). */
const backlog = 4_096;

/** Listens on a port of TCP, on exactly the address that was asked for. Rejects with the system's error. */
export const openTcpPort: OpenPortFunction = async (binding, target, onConnections) =>
  openRelay({
    listen: (create) => listen(create(), binding),
    connect: (signal) => target.connect(signal),
    onConnections: () => onConnections(),
    // A request that ends with its direction (`nc -N`) is to be answered, however long the VM takes to wake.
    onEarlyEnd: 'serve',
  });

function listen(server: Server, { address, port }: PortBinding): Promise<LastingListener> {
  const listener: LastingListener = {
    // Nobody takes an address away from whoever listens on it, as a socket's file is.
    keep: async () => false,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // Each kind of address is published for itself.
    server.listen({ host: address, port, backlog, ipv6Only: true, exclusive: true }, () => {
      server.off('error', reject);
      // Of one that listens: a connection that could not be taken, for want of descriptors, say. The next one may be.
      server.on('error', () => undefined);
      resolve(listener);
    });
  });
}
