import type { Failure } from '../../contract/errors.ts';
import {
  maskCredentials,
  type Proxies,
  type ProxyAddress,
  parseProxyAddress,
  writeProxyAddress,
} from '../../contract/proxies.ts';

/** Where the guest finds this computer's own loopback, as QEMU's user-mode network has it. */
const hostFromGuest = '10.0.2.2';

/** What is never to go by a proxy: the guest itself and this computer, which a proxy elsewhere does not reach. */
const near = ['localhost', '127.0.0.0/8', '::1', '10.0.2.0/24', 'host.docker.internal'];

/** Proxies as the guest reaches them. */
export interface GuestProxies {
  readonly proxies: Proxies;
  /** TCP ports of this computer's own loopback on which it reaches them: those that its filter has to let through. */
  readonly hostPorts: readonly number[];
  readonly problems: readonly Failure[];
}

/** This computer's proxies, as the guest reaches them: one that listens on this computer's loopback has another address there. */
export function proxiesForGuest({ http, https, noProxy }: Proxies): GuestProxies {
  const hostPorts = new Set<number>();
  const problems: Failure[] = [];
  const forGuest = (text: string) => {
    const address = parseProxyAddress(text);
    if (address === undefined) return '';
    if (!isLoopback(address)) return text;
    // QEMU turns the guest's word for this computer into 127.0.0.1, and into no other address.
    if (!isReached(address)) {
      problems.push(outOfReach(text));
      return '';
    }
    hostPorts.add(address.port);
    return writeProxyAddress({ ...address, host: hostFromGuest });
  };
  const given = { http: forGuest(http), https: http === https ? '' : forGuest(https) };
  const both = { http: given.http, https: http === https ? given.http : given.https };
  const hasNone = both.http === '' && both.https === '';
  return {
    proxies: { ...both, noProxy: hasNone ? [] : [...new Set([...noProxy, ...near])] },
    hostPorts: [...hostPorts],
    problems,
  };
}

function isLoopback(address: ProxyAddress): boolean {
  return isReached(address) || /^127\.|^\[::1\]$/.test(address.host);
}

function isReached({ host }: ProxyAddress): boolean {
  return ['127.0.0.1', '0.0.0.0', 'localhost'].includes(host) || host.endsWith('.localhost');
}

function outOfReach(address: string): Failure {
  return {
    code: 'proxy-unusable',
    message: `The proxy ${maskCredentials(address)} is at an address of this computer that the VM does not reach: the engine goes out directly.`,
    hint: 'Have it listen on 127.0.0.1, and name that.',
  };
}
