import { z } from 'zod';

/** A line of BuildKit's progress as JSON (`--progress rawjson`), as far as it is told. */
const schema = z
  .object({
    vertexes: z.array(
      z.object({
        digest: z.string(),
        name: z.string(),
        started: z.string().nullish(),
        completed: z.string().nullish(),
        cached: z.boolean().nullish(),
        error: z.string().nullish(),
      }),
    ),
    logs: z.array(z.object({ vertex: z.string(), data: z.string() })),
    statuses: z.array(z.unknown()),
    warnings: z.array(z.unknown()),
  })
  .partial();

/** Most steps of a build that are told apart. */
const mostSteps = 5_000;

/** Turns BuildKit's progress into lines for people; undefined for a line that is none of it. Keeps what it has told already. */
export function createBuildReader(): (line: string) => readonly string[] | undefined {
  /** Numbers of the steps, in the order in which they were begun, by their digests. */
  const numbers = new Map<string, number>();
  const ended = new Set<string>();
  const numberOf = (digest: string) => {
    const known = numbers.get(digest);
    if (known !== undefined || numbers.size >= mostSteps) return known ?? 0;
    numbers.set(digest, numbers.size + 1);
    return numbers.size;
  };
  return (line) => {
    if (!/^\{"(?:vertexes|logs|statuses|warnings)":/.test(line)) return undefined;
    const parsed = schema.safeParse(parseJson(line));
    if (!parsed.success) return undefined;
    const { vertexes = [], logs = [] } = parsed.data;
    return [
      ...vertexes.flatMap(({ digest, name, started, completed, cached, error }) => {
        if (!started && !completed && !error) return [];
        const isNew = !numbers.has(digest);
        const number = numberOf(digest);
        const lines = isNew ? [`#${number} ${name}`] : [];
        if ((!completed && !error) || ended.has(digest)) return lines;
        ended.add(digest);
        return [...lines, `#${number} ${error ? `ERROR: ${error}` : cached ? 'CACHED' : 'DONE'}`];
      }),
      ...logs.flatMap(({ vertex, data }) =>
        Buffer.from(data, 'base64')
          .toString('utf8')
          .replace(/\r?\n$/, '')
          .split(/\r?\n/)
          .map((text) => `#${numberOf(vertex)} ${text}`),
      ),
    ];
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
