import { splitNoProxy } from '../../contract/proxies.ts';
import type { SystemProxies } from './system-proxies.ts';

/**
 * What the environment says, in the way that curl and Go read it: either case, the lower first; `all_proxy` for what has
 * none of its own. Undefined when it names no proxy.
 */
export function environmentProxies(environment: NodeJS.ProcessEnv): SystemProxies | undefined {
  const value = (name: string) => environment[name] || environment[name.toUpperCase()] || '';
  const all = value('all_proxy');
  const http = withoutNameScheme(value('http_proxy') || all);
  const https = withoutNameScheme(value('https_proxy') || all);
  if (http === '' && https === '') return undefined;
  return { http, https, noProxy: splitNoProxy(value('no_proxy')), automatic: null };
}

/** curl's `socks5h` has the proxy look names up, which is what dockerd does with `socks5`. */
function withoutNameScheme(address: string): string {
  return address.trim().replace(/^socks5h:/i, 'socks5:');
}
