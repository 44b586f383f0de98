import { z } from 'zod';
import type { PortBinding, PortContainer } from '../contract/ports.ts';
import { askEngine } from './http.ts';

const schema = z.array(
  z.object({
    Id: z.string(),
    Names: z.array(z.string()),
    Ports: z.array(
      z.object({ IP: z.string().optional(), PublicPort: z.number().optional(), Type: z.string() }),
    ),
  }),
);

/** Asks the engine which container publishes what; answers whose a port is. */
export async function readPublishers(
  socketPath: string,
  signal: AbortSignal,
): Promise<(binding: PortBinding) => PortContainer | undefined> {
  const answer = await askEngine(socketPath, { method: 'GET', path: '/containers/json' }, signal);
  const publishers = new Map<string, PortContainer>();
  for (const { Id, Names, Ports } of schema.parse(JSON.parse(answer))) {
    const container = { id: Id, name: (Names[0] ?? Id.slice(0, 12)).replace(/^\//, '') };
    for (const { IP, PublicPort, Type } of Ports)
      if (IP !== undefined && PublicPort !== undefined)
        publishers.set(`${Type} ${IP} ${PublicPort}`, container);
  }
  return ({ protocol, address, port }) => publishers.get(`${protocol} ${address} ${port}`);
}
