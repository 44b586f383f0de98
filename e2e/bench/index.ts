// Measures what a user waits for, beside the alternative, and prints it. Nothing here fails on a time: docs/performance.md
// says how to read the numbers.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { loadAssets } from '../../main/assets.ts';
import { toFailure } from '../../main/contract/errors.ts';
import { type BenchArguments, parseBenchArguments, usage } from './arguments.ts';
import { measurements } from './measurements.ts';
import { formatReport } from './report/format-report.ts';
import { describeMachine, readRevision } from './report/machine.ts';
import { readResults, recordReport } from './report/results.ts';
import type { BenchContext, BenchSurroundings } from './support/context.ts';

/** Runs the benchmarks that the words name; answers the exit code. */
export async function bench(words: readonly string[], places: BenchSurroundings): Promise<number> {
  const parsed = parseBenchArguments(words);
  if (parsed.kind === 'wrong') {
    console.error(`${parsed.message}\n${usage()}`);
    return 2;
  }
  const resultFile = join(places.root, 'build', 'bench.json');
  if (parsed.kind === 'print') {
    for (const result of await readResults(resultFile)) console.log(`${formatReport(result, 'markdown')}\n`);
    return 0;
  }
  await mkdir(join(places.root, 'build'), { recursive: true });
  return measure(parsed, places, resultFile);
}

async function measure(
  parsed: Extract<BenchArguments, { kind: 'measure' }>,
  places: BenchSurroundings,
  resultFile: string,
): Promise<number> {
  const stop = new AbortController();
  const interrupt = () => stop.abort(new Error('interrupted'));
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, interrupt);
  const context: BenchContext = {
    ...places,
    assets: await loadAssets(),
    runs: parsed.runs,
    megabytes: parsed.megabytes,
    signal: stop.signal,
    say: (line) => console.error(`  ${line}`),
  };
  let failed = 0;
  for (const name of parsed.names) {
    if (stop.signal.aborted) break;
    const startedAt = new Date();
    console.error(`${name}: ${measurements[name].purpose}`);
    try {
      const machine = await describeMachine(context.assets);
      const report = await measurements[name].measure(context);
      const result = {
        name,
        measuredAt: startedAt.toISOString(),
        revision: await readRevision(places.root),
        machine,
        report,
      };
      await recordReport(resultFile, result);
      console.log(`\n${formatReport(result, 'text')}\n`);
    } catch (error) {
      failed += 1;
      const { message, hint } = toFailure(error);
      console.error(`${name} could not be measured: ${message}\n${hint}`);
    }
  }
  if (stop.signal.aborted) return 130;
  console.log(`Written to ${resultFile}; as Markdown: npm run bench -- --markdown`);
  return failed === 0 ? 0 : 1;
}
