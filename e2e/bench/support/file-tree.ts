import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { delay } from '../../../main/util/wait.ts';
import type { BenchContext } from './context.ts';
import { copyHostProgram } from './host-program.ts';
import { runProgram } from './run-program.ts';

const folders = 100;
const filesInEach = 100;

/** Makes a folder of 10,000 files of 1 kB, in a hundred folders. */
export async function makeTree(path: string): Promise<void> {
  const content = 'x'.repeat(1_000);
  for (let folder = 0; folder < folders; folder++) {
    const inner = join(path, String(folder));
    await mkdir(inner, { recursive: true });
    for (let file = 0; file < filesInEach; file++) await writeFile(join(inner, String(file)), content);
  }
}

/** Makes the `tree` in a folder one of git's, and beside it a command that asks for its state by this machine's own git. */
export async function makeRepository(context: BenchContext, folder: string): Promise<void> {
  const git = await copyHostProgram(context, 'git', folder);
  const run = (...words: readonly string[]) =>
    runProgram('git', ['-C', join(folder, 'tree'), ...words], {
      signal: context.signal,
      deadlineMs: 120_000,
    });
  await run('init', '--quiet');
  // Copies and mounts have other numbers and other fractions of seconds: git would read each file again.
  await run('config', 'core.checkStat', 'minimal');
  await run('config', 'core.trustctime', 'false');
  // What is as new as git's own notes it reads again each time.
  await delay(1_500, context.signal);
  await run('add', '.');
  const author = ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost'];
  await run(...author, 'commit', '--quiet', '--message', 'tree');
  const status = `${git} -C tree -c safe.directory=* status --porcelain`;
  await writeFile(join(folder, 'git-status'), `#!/bin/sh\nset -f\nsaid=$(${status}) && [ -z "$said" ]\n`, {
    mode: 0o755,
  });
}
