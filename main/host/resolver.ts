import { isIPv4 } from 'node:net';

/** QEMU asks the first name server of the host for whoever asks this address; it alone leads to the host's loopback. */
export const viaHost = '10.0.2.3';

/** As resolv.conf(5) has it: further ones are not looked at. */
const [mostServers, mostDomains] = [3, 6];

/** How names are looked up. */
export interface Resolver {
  /** Name servers that a guest reaches, in their order. */
  readonly servers: readonly string[];
  /** Domains that are tried for a name without one. */
  readonly search: readonly string[];
  /** No name server that is named can be reached from the guest. */
  readonly isOutOfReach: boolean;
}

/** What a host's /etc/resolv.conf means for its guest, whose network has IPv4 alone. */
export function readResolver(text: string): Resolver {
  let search: readonly string[] = [];
  const named: string[] = [];
  for (const line of text.split('\n')) {
    const [keyword, ...words] = line
      .replace(/[#;].*/, '')
      .trim()
      .split(/\s+/);
    if (keyword === 'nameserver' && words[0] !== undefined) named.push(words[0]);
    // The last of them holds.
    if (keyword === 'search' || keyword === 'domain') search = words;
  }
  const reached = named
    .slice(0, mostServers)
    .filter((address) => isIPv4(address))
    .map((address) => (/^(127|0)\./.test(address) ? viaHost : address));
  return {
    servers: reached.length === 0 ? [viaHost] : [...new Set(reached)],
    search: [...new Set(search.filter((domain) => domainName.test(domain)))].slice(0, mostDomains),
    isOutOfReach: named.length > 0 && reached.length === 0,
  };
}

/** Also one with an end of its own; a lone dot says that there is none. */
const domainName = /^[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?$/i;
