import { createServer, type IncomingMessage, type Server, type ServerOptions } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { SlipwayError } from '../../contract/errors.ts';
import { askedName } from './domain-names.ts';
import type { DomainServer } from './domain-server.ts';
import type { SecureContexts } from './secure-contexts.ts';

/** The head of a request, and TLS before it, are sent at once by whoever means it. In milliseconds. */
const headMs = 20_000;

/** A connection between two requests is kept for so long, in milliseconds. */
const betweenMs = 10_000;

/** A client that has more to say and says nothing is given up after so many milliseconds. */
const usualStallMs = 300_000;

/** Beyond this the next one is refused: each takes a descriptor or two. */
const mostConnections = 1_024;

/** What a request may be stalled for; for specs. */
export interface ServerDeadlines {
  readonly headMs: number;
  readonly stallMs: number;
}

const usual: ServerDeadlines = { headMs, stallMs: usualStallMs };

function optionsOf(deadlines: ServerDeadlines): ServerOptions {
  return {
    ...{ headersTimeout: deadlines.headMs, keepAliveTimeout: betweenMs },
    // A body may take as long as it likes while it goes on: see `timeout` below.
    requestTimeout: 0,
    connectionsCheckingInterval: Math.min(5_000, deadlines.headMs),
    insecureHTTPParser: false,
    requireHostHeader: false,
    ...{ noDelay: true, keepAlive: true },
  };
}

/** A server of names that does not listen yet. */
export function createPlainServer(domains: DomainServer, deadlines = usual): Server {
  return serveOn(createServer(optionsOf(deadlines)), domains, false, deadlines);
}

/** As {@link createPlainServer}, over TLS: each name with a certificate of its own, and no other name. */
export function createTlsServer(
  domains: DomainServer,
  contexts: SecureContexts,
  deadlines = usual,
): SecureServer {
  const server = createSecureServer({
    ...optionsOf(deadlines),
    ...{ minVersion: 'TLSv1.2', handshakeTimeout: deadlines.headMs, ALPNProtocols: ['http/1.1'] },
    SNICallback(asked, answer) {
      const name = askedName(asked);
      if (name === undefined) return answer(new SlipwayError(notOurs));
      contexts.of(name).then(
        (context) => answer(null, context),
        (error: Error) => answer(error),
      );
    },
  });
  return serveOn(server, domains, true, deadlines);
}

function serveOn<S extends Server | SecureServer>(
  server: S,
  domains: DomainServer,
  isSecure: boolean,
  { stallMs }: ServerDeadlines,
): S {
  /** The request that a connection is busy with. */
  const current = new WeakMap<Duplex, IncomingMessage>();
  server.maxConnections = mostConnections;
  server.timeout = stallMs;
  server.on('request', (request, response) => {
    current.set(request.socket, request);
    response.once('close', () => current.delete(request.socket));
    domains.serve(request, response, isSecure);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    domains.upgrade(request, socket, head, isSecure),
  );
  // An answer may be quiet for hours, as events are; a question may not.
  server.on('timeout', (socket: Duplex) => {
    if (current.get(socket)?.complete !== true) socket.destroy();
  });
  return server;
}

const notOurs = {
  code: 'invalid-argument',
  message: 'There is no certificate for that name.',
  hint: 'Names that end in .slipway.localhost have one.',
} as const;
