import { readProgress } from './progress.ts';

/** Most characters of what `docker compose config` writes: a file of a megabyte has aliases. */
export const longestConfig = 8_388_608;

/** Most lines of reasons and most warnings that are kept, and characters of each. */
const mostKept = 50;
const longestKept = 4_096;

/** What Compose answered when it was to read a project's files. */
export type ConfigAnswer =
  /** `warnings`: each once. */
  | { readonly kind: 'read'; readonly text: string; readonly warnings: readonly string[] }
  | { readonly kind: 'refused'; readonly said: string; readonly warnings: readonly string[] };

/** Hears what `docker compose config` writes, line by line. */
export interface ConfigReader {
  hear(line: string, isError: boolean): void;
  /** What it comes to, by the exit code. */
  answer(code: number | null): ConfigAnswer;
}

/** Nothing heard yet. */
export function createConfigReader(): ConfigReader {
  const lines: string[] = [];
  const said: string[] = [];
  const warnings = new Set<string>();
  let length = 0;
  return {
    hear(line, isError) {
      if (!isError) {
        length += line.length;
        if (length <= longestConfig) lines.push(line);
        return;
      }
      const news = readProgress(line.slice(0, longestKept));
      // A variable without a value is minded at each of its places, in the same words.
      if (news.kind === 'warning' && warnings.size < mostKept) warnings.add(news.text);
      else if (
        (news.kind === 'error' || news.kind === 'output') &&
        news.text !== '' &&
        said.length < mostKept
      )
        said.push(news.text);
    },
    answer(code) {
      const minded = [...warnings];
      if (code !== 0)
        return {
          kind: 'refused',
          said: plainly(said.join('\n')) || 'Compose gave no reason.',
          warnings: minded,
        };
      if (length > longestConfig)
        return { kind: 'refused', said: 'The result is larger than 8 MB.', warnings: minded };
      return { kind: 'read', text: lines.join('\n'), warnings: minded };
    },
  };
}

/** Its words without the name that the text in an editor has for it. */
function plainly(said: string): string {
  return said.replace(/^(?:validating|failed to parse) -: /, '');
}
