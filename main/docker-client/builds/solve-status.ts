import { z } from 'zod';

/** A time as BuildKit writes it, to milliseconds since 1970. */
const time = z
  .string()
  .transform((text) => Date.parse(text))
  .refine((milliseconds) => !Number.isNaN(milliseconds));

const bytes = z.string().transform((text) => Buffer.from(text, 'base64'));

const schema = z.object({
  vertexes: z
    .array(
      z.object({
        digest: z.string(),
        name: z.string().default(''),
        started: time.nullish(),
        completed: time.nullish(),
        cached: z.boolean().default(false),
        error: z.string().default(''),
      }),
    )
    .nullish(),
  statuses: z
    .array(
      z.object({
        id: z.string(),
        vertex: z.string(),
        name: z.string().default(''),
        total: z.number().default(0),
        current: z.number().default(0),
        completed: time.nullish(),
      }),
    )
    .nullish(),
  logs: z.array(z.object({ vertex: z.string(), data: bytes.default(Buffer.alloc(0)) })).nullish(),
  warnings: z
    .array(
      z.object({
        short: bytes.default(Buffer.alloc(0)),
        detail: z.array(bytes).nullish(),
        range: z
          .array(
            z.object({
              start: z.object({ line: z.number().default(0) }).nullish(),
              end: z.object({ line: z.number().default(0) }).nullish(),
            }),
          )
          .nullish(),
      }),
    )
    .nullish(),
});

/** One message of BuildKit's progress stream (its client.SolveStatus), as `--progress=rawjson` writes it. */
export type SolveStatus = z.output<typeof schema>;

/** Reads a line of that stream; undefined for one that is something else, such as what buildx says of an error. */
export function readSolveStatus(line: string): SolveStatus | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const read = schema.safeParse(JSON.parse(line));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
