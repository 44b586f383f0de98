import type { PortContainer } from '../contract/ports.ts';
import { type ListedContainer, type ListedPort, readListed } from './listed-containers.ts';

/** Answers whose a published port is: of exactly that protocol and address. */
export type PublisherOf = (binding: ListedPort) => PortContainer | undefined;

/** Asks the engine which container publishes what. */
export async function readPublishers(socketPath: string, signal: AbortSignal): Promise<PublisherOf> {
  return publishersAmong(await readListed(socketPath, signal));
}

/** Who of these publishes what. */
export function publishersAmong(containers: readonly ListedContainer[]): PublisherOf {
  const publishers = new Map<string, PortContainer>();
  for (const { id, name, published } of containers)
    for (const binding of published) publishers.set(keyOf(binding), { id, name });
  return (binding) => publishers.get(keyOf(binding));
}

function keyOf({ protocol, address, port }: ListedPort): string {
  return `${protocol} ${address} ${port}`;
}
