import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** Of one connection alone, as RFC 9110 has it (7.6.1); the two connections of a proxy each have their own. */
const ofConnection = [
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te'],
  ...['trailer', 'upgrade'],
];

/** What a client may not have left out by naming it in `Connection`: it says where a message ends, or whose it is. */
const kept = new Set(['content-length', 'host', 'transfer-encoding']);

/** What the user's own browser says of others is not known to be so. */
const ofProxies = [
  ...['forwarded', 'via', 'x-real-ip'],
  ...['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-proto'],
];

/** Removes what is of that connection alone. */
export function dropConnectionHeaders(headers: IncomingHttpHeaders): void {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  for (const name of [...ofConnection, ...named.filter((one) => !kept.has(one))]) delete headers[name];
}

/**
 * Makes of a request's headers those that its container is sent: the same, `Host` included, but for those of the connection, and
 * with what a container behind a proxy is told of the client. `upgrade` is kept for one that is to become a WebSocket.
 */
export function prepareHeaders(request: IncomingMessage, isSecure: boolean, upgrade?: string): void {
  const { headers, socket } = request;
  dropConnectionHeaders(headers);
  // It was answered here.
  delete headers.expect;
  for (const name of ofProxies) delete headers[name];
  const { host = '' } = headers;
  headers['x-forwarded-for'] = socket.remoteAddress ?? '127.0.0.1';
  headers['x-forwarded-host'] = host;
  headers['x-forwarded-port'] = String(socket.localPort ?? (isSecure ? 443 : 80));
  headers['x-forwarded-proto'] = isSecure ? 'https' : 'http';
  if (upgrade === undefined) return;
  headers.connection = 'Upgrade';
  headers.upgrade = upgrade;
}

/** The one `Host` of a request; undefined when there is none, or there are several, of which a container might heed another. */
export function hostOf({
  rawHeaders,
  headers,
}: Pick<IncomingMessage, 'rawHeaders' | 'headers'>): string | undefined {
  const count = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length;
  return count === 1 ? headers.host : undefined;
}
