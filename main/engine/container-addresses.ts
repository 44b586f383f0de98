import { z } from 'zod';
import { askEngine } from './http.ts';

const schema = z.array(
  z.object({
    Id: z.string(),
    Names: z.array(z.string()),
    NetworkSettings: z.object({
      Networks: z.record(z.string(), z.object({ IPAddress: z.string() })).nullable(),
    }),
  }),
);

/** Asks the engine which containers run; answers the name of the one that has an address in one of its networks. */
export async function readContainerAddresses(
  socketPath: string,
  signal: AbortSignal,
): Promise<(address: string) => string | undefined> {
  const answer = await askEngine(socketPath, { method: 'GET', path: '/containers/json' }, signal);
  const names = new Map<string, string>();
  for (const { Id, Names, NetworkSettings } of schema.parse(JSON.parse(answer)))
    for (const { IPAddress } of Object.values(NetworkSettings.Networks ?? {}))
      if (IPAddress !== '') names.set(IPAddress, (Names[0] ?? Id.slice(0, 12)).replace(/^\//, ''));
  return (address) => names.get(address);
}
