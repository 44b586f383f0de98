import { keepClientProxies } from '../../docker-client/client-proxies.ts';
import type { HomePaths } from '../../home/paths.ts';
import { loadSettings } from '../../settings/settings-store.ts';
import { readGuestAuthorities } from '../../vm/guest-authorities.ts';
import { askSystem } from './ask-system.ts';
import { findCertificates } from './find-certificates.ts';
import { findProxies } from './find-proxies.ts';
import { careForNetwork, type NetworkCare, type NetworkCareOptions } from './network-care.ts';

/** On Linux a look costs a process and a file. Elsewhere PowerShell or the like begins for it. In milliseconds. */
const lookEveryMs = process.platform === 'linux' ? 60_000 : 600_000;

/** What is looked after with this computer's own proxies and certificates. */
export interface HostNetworkOptions extends Pick<NetworkCareOptions, 'supervisor' | 'onProblems' | 'log'> {
  readonly paths: HomePaths;
  /** The folder of the guest's image. */
  readonly image: string;
}

/** {@link careForNetwork} on this computer: its environment, its desktop's settings, its store of certificates. */
export function careForHostNetwork({ paths, image, ...rest }: HostNetworkOptions): NetworkCare {
  const place = { platform: process.platform, environment: process.env, ask: askSystem };
  return careForNetwork({
    ...rest,
    settings: () => loadSettings(paths),
    findProxies: (settings) => findProxies(settings, place),
    findCertificates: async () => findCertificates(place, await readGuestAuthorities(image), Date.now()),
    keepClientProxies: (proxies) => keepClientProxies(paths, proxies),
    lookEveryMs,
    now: () => performance.now(),
  });
}
