import { maskCredentials, type Proxies } from '../../contract/proxies.ts';
import type { FoundCertificates } from './find-certificates.ts';
import type { FoundProxies } from './find-proxies.ts';

/** What was found, for a log. */
export function foundText(
  { proxies, source, leftOut }: FoundProxies,
  certificates: FoundCertificates,
): string {
  const left = leftOut.length === 0 ? '' : `; not understood by dockerd: ${leftOut.join(' ')}`;
  const store = certificates.source ?? 'no store';
  return `Proxies: ${proxiesText(proxies)}, by ${source}${left}; ${countText(certificates.count)} from ${store}`;
}

/** Proxies without their credentials, for a sentence. */
export function proxiesText({ http, https, noProxy }: Proxies): string {
  if (http === '' && https === '') return 'none';
  const each = [
    ...(http === '' ? [] : [`${maskCredentials(http)} for http`]),
    ...(https === '' ? [] : [`${maskCredentials(https)} for https`]),
  ];
  const past = noProxy.length === 0 ? '' : `, not for ${noProxy.join(' ')}`;
  return `${http === https ? maskCredentials(http) : each.join(' and ')}${past}`;
}

/** How many authorities there are, for a sentence. */
export function countText(count: number): string {
  return count === 1 ? 'one further authority' : `${count === 0 ? 'no' : count} further authorities`;
}
