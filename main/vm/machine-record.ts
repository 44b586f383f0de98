import { z } from 'zod';
import { accelerators } from '../contract/status.ts';
import type { MachineRecord } from './driver.ts';
import { fingerprintSchema } from './memory/fingerprint.ts';

const schema = z.object({
  driver: z.enum(['qemu', 'wsl']),
  process: z.object({ pid: z.number().int().positive(), started: z.string() }),
  accelerator: z.enum(accelerators),
  cpus: z.number(),
  memoryMiB: z.number(),
  image: z.string(),
  spawnedAt: z.number(),
  engineVia: z.enum(['unix', 'ssh']),
  sshPort: z.number().nullable(),
  // A VM of before there were shares has none.
  shares: z.array(z.object({ path: z.string(), readOnly: z.boolean() })).default([]),
  fingerprint: fingerprintSchema,
  incoming: z.boolean(),
});

/** What was read from disk, if it is a record; undefined for none, a damaged one, or one of another version. */
export function parseMachineRecord(value: unknown): MachineRecord | undefined {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
