import { type DomainListeners, domainUrl } from '../contract/domains.ts';
import { formatAddress, type PublishedPort } from '../contract/ports.ts';
import type { HomePaths } from '../home/paths.ts';
import { plain, problemLines } from '../util/failure-lines.ts';
import { formatTable } from './format-table.ts';
import { print } from './print.ts';
import { printServed } from './print-served.ts';

/**
 * `slipway ports`: from the host, which listens on them; without one nothing is published, and why is said. Wakes no VM.
 * Whatever there is, having told it is success.
 */
export async function printPorts(paths: HomePaths, json: boolean): Promise<void> {
  const { domains } = await printServed<readonly PublishedPort[]>(paths, json, {
    ask: (client) => client.call('ports.list', {}),
    withoutHost: async () => [],
    isNowhere: (ports) => ports.length === 0,
    nowhere: 'No port is published.',
    document: (ports) => ports,
    format: formatPorts,
  });
  if (!json) print(...formatDomainPorts(domains));
}

/** The ports as a table for people. */
export function formatPorts(ports: readonly PublishedPort[]): readonly string[] {
  if (ports.length === 0) return ['No container or service publishes a port.'];
  const rows = ports.map((port) => [
    `${formatAddress(port)}/${port.protocol}`,
    port.service === null
      ? `${plain(port.container?.name ?? '?')}:${port.containerPort}`
      : `${plain(port.service.name)}:${port.containerPort} (service)`,
    port.isReachableFromLan ? 'other machines, too' : 'this computer',
    port.problem === null
      ? 'open'
      : port.holder === null
        ? 'not open'
        : `taken by ${plain(port.holder.name)} (${port.holder.pid})`,
  ]);
  return [
    ...formatTable([['ADDRESS', 'CONTAINER', 'REACHED FROM', 'STATE'], ...rows]),
    ...ports.flatMap(({ problem }) => (problem === null ? [] : problemLines(problem))),
  ];
}

/** Where containers are reached without publishing anything; nothing where that is nowhere. */
export function formatDomainPorts(listeners: DomainListeners | null): readonly string[] {
  const { http, https } = listeners ?? {};
  const urls = [
    ...(http === undefined ? [] : [domainUrl('NAME.slipway.localhost', http, false)]),
    ...(https === undefined ? [] : [domainUrl('NAME.slipway.localhost', https, true)]),
  ].filter((url) => url !== null);
  return urls.length === 0 ? [] : ['', `By name: ${urls.join(', ')}; \`slipway domains\` lists them.`];
}
