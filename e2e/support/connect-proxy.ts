import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A proxy on this computer's loopback, which lets nobody through without name and password. */
export interface ConnectProxy {
  readonly port: number;
  /** Whom it was asked for, `HOST:PORT` or an address, in order; those without the right password are not among them. */
  readonly asked: readonly string[];
  /** How many came without the right name and password. */
  refused(): number;
  close(): Promise<void>;
}

/** Starts one. It knows the hosts of `routes` alone, by the port of this computer's loopback that they are at. */
export async function startConnectProxy(
  credentials: string,
  routes: Readonly<Record<string, () => number>>,
): Promise<ConnectProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  let refused = 0;
  const wanted = `Basic ${Buffer.from(credentials).toString('base64')}`;
  const isLetThrough = ({ headers, url = '' }: IncomingMessage) => {
    const isKnown = headers['proxy-authorization'] === wanted;
    if (isKnown) asked.push(url);
    else refused += 1;
    return isKnown;
  };
  const needsPassword = { 'Proxy-Authenticate': 'Basic realm="test"' };
  const server = createServer((request, response) => {
    if (!isLetThrough(request)) return void response.writeHead(407, needsPassword).end();
    response.end(`The proxy was asked for ${request.url}\n`);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('connect', (request, client: Socket, head) => {
    client.on('error', () => client.destroy());
    if (!isLetThrough(request))
      return void client.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n',
      );
    const port = routes[request.url ?? '']?.();
    if (port === undefined) return void client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    sockets.add(upstream);
    upstream.on('error', () => client.destroy());
    upstream.once('close', () => {
      sockets.delete(upstream);
      client.destroy();
    });
    client.once('close', () => upstream.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    refused: () => refused,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
