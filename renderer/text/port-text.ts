import type { ContainerPort } from '../../main/contract/engine/containers.ts';
import { formatAddress } from '../../main/contract/ports.ts';

/** Where a published port is found by a browser, if one can find it at all. */
export interface PortPage {
  readonly address: string;
  readonly port: number;
  readonly isSecure: boolean;
}

/** A port of a container in words. */
export interface PortWords {
  readonly text: string;
  /** Null for what is only exposed, and for what is not TCP. */
  readonly page: PortPage | null;
}

/** Ports of containers on which servers speak TLS by custom. */
const securePorts = new Set([443, 8443]);

/** Whether a browser has to speak TLS to a container's port, as far as its number tells. */
export function isSecurePort(containerPort: number): boolean {
  return securePorts.has(containerPort);
}

/**
 * The ports of a container as short texts, each said once: `8080→80`, `*:53→53/udp` for one that all
 * addresses of this computer have, and `80` for one that is only exposed. IPv4 and IPv6 of the same publication are one.
 */
export function portWords(ports: readonly ContainerPort[]): readonly PortWords[] {
  const words = new Map<string, PortWords>();
  const sorted = [...ports].sort((a, b) => a.containerPort - b.containerPort);
  for (const { containerPort, protocol, published } of sorted) {
    const inside = `${containerPort}${protocol === 'tcp' ? '' : `/${protocol}`}`;
    if (published === null) {
      words.set(inside, { text: inside, page: null });
      continue;
    }
    const text = `${outsideOf(published)}→${inside}`;
    const page =
      protocol === 'tcp' && published.address !== ''
        ? { ...published, isSecure: isSecurePort(containerPort) }
        : null;
    if (!words.has(text)) words.set(text, { text, page });
  }
  return [...words.values()];
}

/** {@link portWords} without a page: to be searched and listed. */
export function portTexts(ports: readonly ContainerPort[]): readonly string[] {
  return portWords(ports).map(({ text }) => text);
}

function outsideOf({ address, port }: NonNullable<ContainerPort['published']>): string {
  if (address === '' || address === '127.0.0.1') return String(port);
  return address === '0.0.0.0' || address === '::' ? `*:${port}` : formatAddress({ address, port });
}
