import { readListed } from './listed-containers.ts';

/** Asks the engine which containers run; answers the name of the one that has an address in one of its networks. */
export async function readContainerAddresses(
  socketPath: string,
  signal: AbortSignal,
): Promise<(address: string) => string | undefined> {
  const names = new Map<string, string>();
  for (const { name, addresses } of await readListed(socketPath, signal))
    for (const address of addresses) names.set(address, name);
  return (address) => names.get(address);
}
