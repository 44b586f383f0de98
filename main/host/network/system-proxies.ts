/** What a system says of proxies, in its own words: addresses are not checked yet. */
export interface SystemProxies {
  readonly http: string;
  readonly https: string;
  readonly noProxy: readonly string[];
  /** Proxies are chosen by a program (a PAC file) that is found here, or by the network (WPAD); null when not. */
  readonly automatic: string | null;
}

/** No proxy at all. */
export const noSystemProxies: SystemProxies = { http: '', https: '', noProxy: [], automatic: null };

/** What stands for a PAC file that is found by asking the network. */
export const foundByNetwork = 'WPAD';

/** An address of its parts; empty where there is no proxy: without a host, and with port 0. IPv6 may come without brackets. */
export function addressOf(scheme: string, host: string, port: number, user = '', password = ''): string {
  if (host === '' || port === 0) return '';
  // Some write an address where a host is asked for.
  const bare = host.replace(/^[a-z][a-z0-9]*:\/\//i, '').replace(/\/+$/, '');
  const name = bare.includes(':') && !bare.startsWith('[') ? `[${bare}]` : bare;
  const secret = password === '' ? '' : `:${encodeURIComponent(password)}`;
  const credentials = user === '' ? '' : `${encodeURIComponent(user)}${secret}@`;
  return `${scheme}://${credentials}${name}:${port}`;
}
