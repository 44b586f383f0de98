import { stat } from 'node:fs/promises';
import type { BenchContext } from './context.ts';
import { runProgram } from './run-program.ts';

const deadlineMs = 120_000;

/**
 * Has the host's kernel forget what it holds of these files, or of all files in these folders, so that they are read
 * from the disk again; needs no privilege. Rejects when it still holds any of `proved`: what another process has in
 * use stays, which must not pass for a cold disk.
 */
export async function dropFromCache(
  context: BenchContext,
  paths: readonly string[],
  proved: readonly string[],
): Promise<void> {
  const options = { signal: context.signal, deadlineMs };
  const dropOne = 'for file; do dd if="$file" iflag=nocache count=0 status=none || exit; done';
  const drop = [...paths, '-type', 'f', '-exec', 'sh', '-c', dropOne, 'sh', '{}', '+'];
  // What was not yet written cannot be dropped.
  await runProgram('sync', [...proved], options);
  await runProgram('find', drop, options);
  const held = await runProgram(
    'fincore',
    ['--bytes', '--noheadings', '--output', 'RES', ...proved],
    options,
  );
  const bytes = held.output.split('\n').reduce((sum, line) => sum + Number(line), 0);
  if (bytes > 0) throw new Error(`The host still holds ${bytes} bytes of ${proved.join(' and ')} in memory`);
}

/** What the disk gives when a file is read that was dropped before, in MB a second. */
export async function readingSpeed(context: BenchContext, path: string): Promise<number> {
  await dropFromCache(context, [path], [path]);
  const read = [`if=${path}`, 'of=/dev/null', 'bs=1M', 'status=none'];
  const { durationMs } = await runProgram('dd', read, { signal: context.signal, deadlineMs });
  return (await stat(path)).size / 1e3 / durationMs;
}
