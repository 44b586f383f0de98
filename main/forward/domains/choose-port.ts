import type { DomainContainer } from '../../contract/domains.ts';
import { domainPortLabel } from '../../contract/domains.ts';
import type { Failure } from '../../contract/errors.ts';

/** Ports of the web, the likeliest first. */
export const webPorts: readonly number[] = [80, 8080, 8000, 3000, 5000, 5173, 4200, 8888, 443, 8443];

/**
 * Ports of services that do not speak HTTP, or that no page is to speak to: a page in the user's browser could send them what it
 * likes. To be reached they have to be named by the label.
 */
export const otherPorts: ReadonlySet<number> = new Set([
  ...[21, 22, 23, 25, 53, 110, 111, 139, 143, 389, 445, 465, 587, 636, 873, 993, 995],
  ...[1433, 1521, 1883, 2049, 2181, 2375, 2376, 2379, 2380, 2888, 3306, 3888, 4222, 4369, 5432, 5433],
  ...[5671, 5672, 5900, 6222, 6379, 6432, 7000, 7001, 7199, 8883, 9042, 9092, 9093, 9160, 9300, 11211],
  ...[25672, 26257, 26379, 27017, 27018, 27019, 33060, 61613, 61616],
]);

/** Which port of a container its names lead to, or why to none. */
export type ChosenPort =
  | { readonly port: number; readonly isSecure: boolean; readonly problem: null }
  | { readonly port: null; readonly problem: Failure };

/** The port of the label; else the only one; else the first of {@link webPorts}; else the only one that may be of the web. */
export function choosePort({
  name,
  portLabel,
  ports,
}: Pick<DomainContainer, 'name' | 'portLabel' | 'ports'>): ChosenPort {
  if (portLabel !== undefined) {
    const labelled = /^\s*([1-9]\d{0,4})\s*$/.exec(portLabel)?.[1];
    const port = Number(labelled);
    if (labelled !== undefined && port <= 65_535) return chosen(port);
    return none(`The label ${domainPortLabel} of the container ${name} is no port.`);
  }
  const candidates = ports.filter((port) => !otherPorts.has(port));
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) return chosen(only);
  const likeliest = webPorts.find((port) => candidates.includes(port));
  if (likeliest !== undefined) return chosen(likeliest);
  if (candidates.length > 1)
    return none(`Which port of the container ${name} is meant is not known: it has ${listed(candidates)}.`);
  return none(
    ports.length > 0
      ? `The container ${name} has no port that is known to speak HTTP: it has ${listed(ports)}.`
      : `The container ${name} does not say which ports it has.`,
  );
}

function chosen(port: number): ChosenPort {
  return { port, isSecure: port === 443 || port === 8443, problem: null };
}

function none(message: string): ChosenPort {
  return {
    port: null,
    problem: {
      code: 'port-unavailable',
      message,
      hint: `Say which one: \`--label ${domainPortLabel}=3000\`.`,
    },
  };
}

function listed(ports: readonly number[]): string {
  const shown = ports.toSorted((a, b) => a - b).slice(0, 8);
  return `${shown.join(', ')}${ports.length > shown.length ? ' and more' : ''}`;
}
