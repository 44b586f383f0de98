import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { findProgram } from '../../../main/util/find-program.ts';
import type { BenchContext } from './context.ts';
import { runProgram } from './run-program.ts';

/**
 * Copies a program of this machine and the libraries that it loads into a folder `NAME-program` of `folder`: by its own loader
 * it runs in any guest of the same architecture. Answers the command line for that, from within `folder`.
 */
export async function copyHostProgram(context: BenchContext, name: string, folder: string): Promise<string> {
  const program = await findProgram(name);
  if (program === undefined)
    throw new Error(`The benchmark needs ${name} on PATH: install it, and run it again.`);
  const { output } = await runProgram('ldd', [program], { signal: context.signal, deadlineMs: 10_000 });
  const libraries = [...output.matchAll(/(?:=> |^\s*)(\/\S+) \(/gm)].map(([, path = '']) => path);
  const loader = libraries.map((path) => basename(path)).find((file) => file.startsWith('ld-linux'));
  if (loader === undefined) throw new Error(`${program} has no loader: it cannot be run in a guest.`);
  const place = `${name}-program`;
  await mkdir(join(folder, place));
  for (const path of [program, ...libraries]) await copyFile(path, join(folder, place, basename(path)));
  return `./${place}/${loader} --library-path ./${place} ./${place}/${basename(program)}`;
}
