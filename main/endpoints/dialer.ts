import type { Duplex } from 'node:stream';
import { dialSocket } from './dial-socket.ts';
import { createSshDialer } from './dial-ssh.ts';
import { dialTls } from './dial-tls.ts';
import type { Endpoint } from './parse-endpoint.ts';

/** Opens connections to one engine. */
export interface Dialer {
  /**
   * A stream to the engine, each direction to be ended on its own. Rejects with an `EndpointError`; what a stream ends with
   * that stood may be one too.
   */
  connect(signal: AbortSignal): Promise<Duplex>;
  /** Ends what connections share. Streams are their owners' to end. Idempotent. */
  close(): Promise<void>;
}

/** What is needed beside the endpoint. */
export interface DialerOptions {
  /** A folder of this user alone, for the socket that connections over SSH share. */
  readonly folder: string;
}

/** A dialer for whatever kind of endpoint. Opens nothing until it is asked to. */
export function createDialer(endpoint: Endpoint, options: DialerOptions): Dialer {
  if (endpoint.kind === 'ssh') return createSshDialer(endpoint, options.folder);
  return {
    connect: (signal) => (endpoint.kind === 'tls' ? dialTls(endpoint, signal) : dialSocket(endpoint, signal)),
    close: async () => undefined,
  };
}
