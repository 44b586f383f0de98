import { parseArgs } from 'node:util';
import { type MeasurementName, measurementNames } from './measurement-names.ts';

/** What the command line asks for. */
export type BenchArguments =
  | {
      readonly kind: 'measure';
      readonly names: readonly MeasurementName[];
      readonly runs: number;
      /** Size of what is sent through the sockets, in MB of 1,000,000 bytes. */
      readonly megabytes: number;
    }
  /** Print what was measured before, as Markdown. */
  | { readonly kind: 'print' }
  | { readonly kind: 'wrong'; readonly message: string };

const defaults = { runs: '5', megabytes: '100' } as const;

/** How the command is called. */
export function usage(): string {
  return [
    'usage: npm run bench -- [NAME]... [--runs N] [--megabytes N]',
    '       npm run bench -- --markdown',
    '',
    `  NAME          ${measurementNames.join(', ')}; none: all of them`,
    `  --runs        how often each is measured (default ${defaults.runs})`,
    `  --megabytes   size of what is sent through the sockets (default ${defaults.megabytes})`,
    '  --markdown    measure nothing; print what build/bench.json holds',
  ].join('\n');
}

/** Reads the command line. */
export function parseBenchArguments(words: readonly string[]): BenchArguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        runs: { type: 'string', default: defaults.runs },
        megabytes: { type: 'string', default: defaults.megabytes },
        markdown: { type: 'boolean', default: false },
      },
    });
    const unknown = positionals.find((word) => !isName(word));
    if (unknown !== undefined) return { kind: 'wrong', message: `There is no benchmark "${unknown}".` };
    if (values.markdown) return { kind: 'print' };
    const named = measurementNames.filter((name) => positionals.includes(name));
    return {
      kind: 'measure',
      names: named.length > 0 ? named : measurementNames,
      runs: count('--runs', values.runs),
      megabytes: count('--megabytes', values.megabytes),
    };
  } catch (error) {
    return { kind: 'wrong', message: (error as Error).message };
  }
}

function isName(word: string): word is MeasurementName {
  return measurementNames.some((name) => name === word);
}

function count(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1_000)
    throw new Error(`${option} takes a whole number from 1 to 1000, not "${text}".`);
  return value;
}
