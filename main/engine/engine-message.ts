import { z } from 'zod';

const schema = z.object({
  Type: z.string(),
  Action: z.string(),
  Actor: z
    .object({ ID: z.string().default(''), Attributes: z.record(z.string(), z.string()).nullish() })
    .nullish(),
  /** Seconds since 1970. */
  time: z.number().optional(),
  timeNano: z.number().optional(),
});

/** An event as the engine tells it. Untrusted texts of any length. */
export type EngineMessage = z.output<typeof schema>;

/** Reads a line of the engine's event stream; undefined for a line that is no event. */
export function readMessage(line: string): EngineMessage | undefined {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return undefined;
  }
  return schema.safeParse(json).data;
}
