import { z } from 'zod';
import { askEngine } from './http.ts';
import { nameInList } from './plain-name.ts';

/** A container as the engine lists it, as far as its name and its places go. Untrusted texts. */
export interface ListedContainer {
  readonly id: string;
  readonly name: string;
  readonly published: readonly ListedPort[];
  /** Its IPv4 addresses in its networks. */
  readonly addresses: readonly string[];
}

/** Where one of its ports is published. */
export interface ListedPort {
  /** The engine's word: `tcp`, `udp` or `sctp`. */
  readonly protocol: string;
  readonly address: string;
  readonly port: number;
}

/** The path of the list of those that run, paused ones and those that are being restarted included. */
export const runningPath = '/containers/json';

const schema = z.array(
  z.object({
    Id: z.string(),
    Names: z.array(z.string()).nullish(),
    Ports: z
      .array(z.object({ IP: z.string().optional(), PublicPort: z.number().optional(), Type: z.string() }))
      .nullish(),
    NetworkSettings: z
      .object({
        Networks: z.record(z.string(), z.object({ IPAddress: z.string().optional() }).nullable()).nullish(),
      })
      .nullish(),
  }),
);

/** Asks for a list, of those that run unless the path says otherwise, without a client library to be loaded first. */
export async function readListed(
  socketPath: string,
  signal: AbortSignal,
  path = runningPath,
): Promise<readonly ListedContainer[]> {
  return describeListed(JSON.parse(await askEngine(socketPath, { method: 'GET', path }, signal)));
}

/** Reads the engine's answer. Throws a ZodError for what is no such list. */
export function describeListed(answer: unknown): readonly ListedContainer[] {
  return schema.parse(answer).map(({ Id, Names, Ports, NetworkSettings }) => ({
    id: Id,
    name: nameInList(Names, Id),
    published: (Ports ?? []).flatMap(({ IP, PublicPort, Type }) =>
      IP === undefined || PublicPort === undefined ? [] : [{ protocol: Type, address: IP, port: PublicPort }],
    ),
    addresses: Object.values(NetworkSettings?.Networks ?? {}).flatMap((network) => network?.IPAddress || []),
  }));
}
