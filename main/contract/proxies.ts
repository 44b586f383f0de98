/** By what requests go out; an empty address: directly. Addresses may hold credentials: for logs and users there is {@link maskCredentials}. */
export interface Proxies {
  /** Of requests to http addresses. */
  readonly http: string;
  /** Of requests to https addresses, such as those to most registries. */
  readonly https: string;
  /** Hosts, domains and networks that are reached directly, in the words of NO_PROXY. */
  readonly noProxy: readonly string[];
}

/** The schemes of proxies that dockerd takes (golang.org/x/net/http/httpproxy), with the ports that they have of themselves. */
const ports: Readonly<Record<string, number>> = { http: 80, https: 443, socks5: 1080 };

/** A proxy's address, taken apart. */
export interface ProxyAddress {
  readonly scheme: string;
  /** `user:password`, percent-encoded; empty when it has none. */
  readonly credentials: string;
  /** IPv6 in brackets. */
  readonly host: string;
  readonly port: number;
}

/**
 * The address that a text names: `SCHEME://[USER[:PASSWORD]@]HOST[:PORT]`, or only `HOST[:PORT]`, which is http. Undefined
 * when it is none that dockerd takes. What is not permitted in credentials comes out percent-encoded.
 */
export function parseProxyAddress(text: string): ProxyAddress | undefined {
  const written = text.includes('://') ? text : `http://${text}`;
  const scheme = /^([a-z][a-z0-9]*):\/\//i.exec(written)?.[1]?.toLowerCase() ?? '';
  const usual = Object.hasOwn(ports, scheme) ? ports[scheme] : undefined;
  // A URL would drop or mend white space, and it stands in a line of the guest's.
  if (usual === undefined || /[\s\p{C}\\]/u.test(written)) return undefined;
  let url: URL;
  try {
    // As http, whose hosts are checked; those of schemes that a URL does not know are not.
    url = new URL(`http${written.slice(scheme.length)}`);
  } catch {
    return undefined;
  }
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') return undefined;
  const { username, password, hostname } = url;
  const credentials = password === '' ? username : `${username}:${password}`;
  return { scheme, credentials, host: hostname, port: portOf(written, url) ?? usual };
}

/** Writes a proxy's address out in full. */
export function writeProxyAddress({ scheme, credentials, host, port }: ProxyAddress): string {
  return `${scheme}://${credentials === '' ? '' : `${credentials}@`}${host}:${port}`;
}

/** A proxy's address, or what was meant for one, without its credentials: for users' eyes and for logs. */
export function maskCredentials(text: string): string {
  const end = text.lastIndexOf('@');
  if (end === -1) return text;
  const [scheme = ''] = /^[a-z][a-z0-9]*:\/\//i.exec(text) ?? [];
  return `${scheme}${credentialsMask}${text.slice(end)}`;
}

/** What stands in the place of credentials. */
export const credentialsMask = '***';

/** The entries of a text like NO_PROXY: commas or white space between them. */
export function splitNoProxy(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((entry) => entry !== '');
}

/**
 * Whether an entry is one that dockerd understands: a host or domain (`example.com` with what is below it, `.example.com` or
 * `*.example.com` only that), an address or a network (`10.0.0.0/8`), each but the last with a port if wanted, or `*` for all.
 */
export function isNoProxyEntry(entry: string): boolean {
  if (entry === '*') return true;
  const [, network = '', bits] = /^(.*)\/(\d{1,3})$/.exec(entry) ?? [];
  if (bits !== undefined)
    return (isIpv4(network) && Number(bits) <= 32) || (isIpv6(network) && Number(bits) <= 128);
  if (isIpv6(entry)) return true;
  const [, host = entry, port] = /^(.*):(\d{1,5})$/.exec(entry) ?? [];
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return false;
  if (/^\[.*\]$/.test(host)) return isIpv6(host.slice(1, -1));
  if (/^[\d.]+$/.test(host)) return isIpv4(host);
  return /^(\*?\.)?[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)*\.?$/u.test(host);
}

/** Undefined when none was written: a URL does not tell that from the usual one. */
function portOf(written: string, url: URL): number | undefined {
  if (url.port !== '') return Number(url.port);
  return /:0*80\/?$/.test(written) ? 80 : undefined;
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

function isIpv6(text: string): boolean {
  return /^[\da-f:.]+$/i.test(text) && text.includes(':') && URL.canParse(`http://[${text}]/`);
}
