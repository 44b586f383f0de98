import { createServer } from 'node:net';

/** A free TCP port of the loopback. Another program may take it before QEMU does: QEMU then says so and is retried. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('The system gave no free port');
  return address.port;
}
