import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Stands in front of an engine as a long way does: whatever is said takes `delayMs` more, there and back. */
export async function startFarFront(
  path: string,
  socketPath: string,
  delayMs: number,
): Promise<{ close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const engine = connect({ path: socketPath, allowHalfOpen: true });
    for (const [one, other] of [
      [client, engine],
      [engine, client],
    ] as const) {
      sockets.add(one);
      one.on('data', (piece) => setTimeout(() => other.write(piece), delayMs));
      one.on('end', () => setTimeout(() => other.end(), delayMs));
      one.on('error', () => other.destroy());
      one.once('close', () => sockets.delete(one));
    }
  });
  server.listen(path);
  await once(server, 'listening');
  return {
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
