import { readSolveStatus } from '../docker-client/builds/solve-status.ts';

/** Most steps of a build that are told apart. */
const mostSteps = 5_000;

/**
 * Turns BuildKit's progress into lines for people; undefined for a line that is none of it, and no lines for one that is cut. Keeps
 * what it has told already.
 */
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
    const { vertexes, logs } = readSolveStatus(line) ?? {};
    return [
      ...(vertexes ?? []).flatMap(({ digest, name, started, completed, cached, error }) => {
        if (!started && !completed && !error) return [];
        const isNew = !numbers.has(digest);
        const number = numberOf(digest);
        const lines = isNew ? [`#${number} ${name}`] : [];
        if ((!completed && !error) || ended.has(digest)) return lines;
        ended.add(digest);
        return [...lines, `#${number} ${error ? `ERROR: ${error}` : cached ? 'CACHED' : 'DONE'}`];
      }),
      ...(logs ?? []).flatMap(({ vertex, data }) =>
        data
          .toString('utf8')
          .replace(/\r?\n$/, '')
          .split(/\r?\n/)
          .map((text) => `#${numberOf(vertex)} ${text}`),
      ),
    ];
  };
}
