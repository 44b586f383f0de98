import { isIP, isIPv6 } from 'node:net';
import type { TlsFiles } from '../contract/engines.ts';
import { SlipwayError } from '../contract/errors.ts';

/** Where an engine is, and how it is reached. */
export type Endpoint =
  | { readonly kind: 'socket'; readonly path: string }
  | {
      readonly kind: 'ssh';
      /** A name or address, or a Host of the user's ssh configuration. */
      readonly host: string;
      /** Null: as the user's ssh configuration says. */
      readonly user: string | null;
      readonly port: number | null;
      /** The engine's socket on that machine; null: what its own docker client takes. */
      readonly socket: string | null;
    }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'tls'; readonly host: string; readonly port: number; readonly files: TlsFiles };

/** Docker's own. */
const plainPort = 2375;
const tlsPort = 2376;

/** Such as can neither be taken for an option of ssh nor hold anything that a shell minds. */
const hostName = /^[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?$/;
const userName = /^[A-Za-z0-9_]([A-Za-z0-9._-]*)$/;

const forms =
  'Write `unix:///PATH`, `ssh://[USER@]HOST[:PORT]`, or `tcp://HOST[:PORT]` with the files of TLS.';

/**
 * Reads an endpoint as docker writes it. Throws `invalid-argument` for one that cannot be understood, and for one without TLS
 * that leads off this computer: whoever reads along would have that machine.
 */
export function parseEndpoint(text: string, tls: TlsFiles | null): Endpoint {
  const scheme = /^([a-z]+):\/\//.exec(text)?.[1];
  if (tls !== null && scheme !== 'tcp')
    throw refused(text, 'files of TLS are for tcp:// alone', 'Leave them out.');
  switch (scheme) {
    case 'unix': {
      const path = text.slice('unix://'.length);
      if (!path.startsWith('/') || path.includes('\0'))
        throw refused(text, 'the path of a socket begins with /', 'Such as: `unix:///var/run/docker.sock`.');
      return { kind: 'socket', path };
    }
    case 'npipe':
      return { kind: 'socket', path: text.slice('npipe://'.length).replaceAll('/', '\\') };
    case 'ssh': {
      const { host, port, user, path } = readUrl(text);
      if (user !== null && !userName.test(user))
        throw refused(text, 'its user has characters that no login has', forms);
      const socket = path === '' || path === '/' ? null : path;
      if (socket !== null && !/^[A-Za-z0-9._/-]+$/.test(socket))
        throw refused(text, 'its path has characters that a shell would not leave alone', forms);
      return { kind: 'ssh', host, port, user, socket };
    }
    case 'tcp': {
      const { host, port, user, path } = readUrl(text);
      if (user !== null || (path !== '' && path !== '/'))
        throw refused(text, 'tcp:// has a host and a port and nothing else', forms);
      if (tls === null && !isLoopback(host))
        throw refused(
          text,
          'without TLS everybody on the way could read along and take that machine over',
          'Use `ssh://`, or give the files of TLS: `--ca`, `--cert` and `--key`.',
        );
      if (tls === null) return { kind: 'tcp', host, port: port ?? plainPort };
      if ((tls.cert === null) !== (tls.key === null))
        throw refused(text, 'a certificate and its key go together', 'Give both `--cert` and `--key`.');
      return { kind: 'tls', host, port: port ?? tlsPort, files: tls };
    }
    default:
      throw refused(text, 'it is of no kind that Slipway knows', forms);
  }
}

/** An endpoint to be shown: one that cannot be used may have a password. */
export function withoutPassword(text: string): string {
  return text.replace(/^([^:/]*:\/\/[^:/@]*):.*@/s, '$1:…@');
}

/** An endpoint as people write the place. */
export function placeOf(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case 'socket':
      return endpoint.path;
    case 'ssh':
      return endpoint.host;
    default:
      return `${endpoint.host}:${endpoint.port}`;
  }
}

function readUrl(text: string) {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw refused(text, 'it is no address', forms);
  }
  if (url.password !== '')
    throw refused(text, 'a password does not belong in it', 'Log in by a key: `ssh-copy-id`.');
  if (url.search !== '' || url.hash !== '') throw refused(text, 'there is something behind its path', forms);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (!isIPv6(host) && !hostName.test(host)) throw refused(text, 'it names no host', forms);
  return {
    host,
    port: url.port === '' ? null : Number(url.port),
    // Not decoded: what would have to be is in no login.
    user: url.username === '' ? null : url.username,
    path: url.pathname,
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function refused(text: string, why: string, hint: string): SlipwayError {
  return new SlipwayError({
    code: 'invalid-argument',
    message: `${JSON.stringify(withoutPassword(text))} cannot be used as the endpoint of an engine: ${why}.`,
    hint,
  });
}
