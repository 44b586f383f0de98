import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, connect } from 'node:tls';
import type { TlsFiles } from '../contract/engines.ts';
import { refusalText } from '../contract/system-errors.ts';
import { streamBufferBytes } from '../util/stream-buffer.ts';
import { untilOpen } from './dial-socket.ts';
import { EndpointError } from './endpoint-error.ts';
import type { Endpoint } from './parse-endpoint.ts';

/** Connects with TLS, to a machine whose certificate is trusted and is for the name by which it is called. */
export async function dialTls(
  { host, port, files }: Extract<Endpoint, { kind: 'tls' }>,
  signal: AbortSignal,
): Promise<Duplex> {
  const where = `${host}:${port}`;
  // Read each time: certificates are renewed.
  const [ca, cert, key] = await Promise.all([
    read('authority’s certificate', files.ca),
    read('certificate', files.cert),
    read('key', files.key),
  ]);
  signal.throwIfAborted();
  const options: ConnectionOptions = {
    ...{ host, port, ca, cert, key, minVersion: 'TLSv1.2' },
    // Said, since NODE_TLS_REJECT_UNAUTHORIZED of somebody's shell would leave it out.
    rejectUnauthorized: true,
    ...(isIP(host) === 0 ? { servername: host } : {}),
  };
  const socket = begin(where, { ...options, allowHalfOpen: true, highWaterMark: streamBufferBytes } as never);
  await untilOpen(socket, 'secureConnect', where, signal);
  socket.setNoDelay(true);
  return socket;
}

/** Files that hold something else are noticed before anything is sent. */
function begin(where: string, options: ConnectionOptions) {
  try {
    return connect(options);
  } catch (error) {
    throw new EndpointError(
      'certificate',
      {
        message: `The files of TLS for ${where} cannot be used: ${(error as Error).message}.`,
        hint: 'They are in PEM format, and the key is that of the certificate, without a passphrase.',
      },
      { cause: error },
    );
  }
}

async function read(what: string, path: TlsFiles['ca']): Promise<Buffer | undefined> {
  if (path === null) return undefined;
  try {
    return await readFile(path);
  } catch (error) {
    throw new EndpointError(
      'certificate',
      {
        message: `The ${what} cannot be read: ${refusalText(error)}.`,
        hint: 'Bring the file back, or add the engine again with another one.',
      },
      { cause: error },
    );
  }
}
