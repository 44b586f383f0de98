import { createServer } from 'node:net';

/** The first of `count` ports from `first` on that nobody listens on at 127.0.0.1; undefined when all are taken. */
export async function firstFreePort(first: number, count: number): Promise<number | undefined> {
  for (let port = first; port < first + count; port += 1) if (await isFree(port)) return port;
  return undefined;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
