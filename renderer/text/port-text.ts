import type { ContainerPort } from '../../main/contract/engine/containers.ts';

/** Addresses that mean every address of the host: they go without saying. */
const everywhere = new Set(['', '0.0.0.0', '::']);

/**
 * The ports of a container as short texts, each said once: `8080→80`, `127.0.0.1:53→53/udp`, and `80` for one that is
 * only exposed. IPv4 and IPv6 of the same publication are one.
 */
export function portTexts(ports: readonly ContainerPort[]): readonly string[] {
  const texts = new Set<string>();
  const sorted = [...ports].sort((a, b) => a.containerPort - b.containerPort);
  for (const { containerPort, protocol, published } of sorted) {
    const inside = `${containerPort}${protocol === 'tcp' ? '' : `/${protocol}`}`;
    if (published === null) texts.add(inside);
    else {
      const { address, port } = published;
      const shown = address.includes(':') ? `[${address}]` : address;
      texts.add(`${everywhere.has(address) ? '' : `${shown}:`}${port}→${inside}`);
    }
  }
  return [...texts];
}
