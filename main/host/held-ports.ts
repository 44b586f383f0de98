import { rm } from 'node:fs/promises';
import { isIP } from 'node:net';
import { z } from 'zod';
import { type PublishedPort, portProtocols } from '../contract/ports.ts';
import type { HeldPort } from '../forward/ports/port-table.ts';
import { readJsonFile, writeFileAtomically } from '../util/atomic-file.ts';

const portNumber = z.number().int().min(1).max(65_535);
const owner = z.object({ id: z.string(), name: z.string() });
const schema = z.array(
  z.object({
    protocol: z.enum(portProtocols),
    address: z.string().refine((address) => isIP(address) !== 0),
    port: portNumber,
    containerPort: portNumber,
    container: owner.nullable(),
    // A host of before services had ports has written none.
    service: owner.nullable().default(null),
  }),
);

/** What was published when a VM fell asleep; nothing when that is not known. */
export async function readHeldPorts(path: string): Promise<readonly HeldPort[]> {
  const parsed = schema.safeParse(await readJsonFile(path));
  return parsed.success ? parsed.data : [];
}

/** Writes down what is published, for a host that finds the VM asleep. */
export async function writeHeldPorts(path: string, ports: readonly PublishedPort[]): Promise<void> {
  if (ports.length === 0) return rm(path, { force: true });
  const held = ports.map(({ protocol, address, port, containerPort, container, service }) => ({
    ...{ protocol, address, port, containerPort, container, service },
  }));
  await writeFileAtomically(path, JSON.stringify(held));
}
