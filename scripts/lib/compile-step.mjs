// build/app, compiled from the sources that are here now.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { contentHash } from './content-hash.mjs';
import { places, root } from './places.mjs';
import { runCommand } from './run-command.mjs';
import { readStamp, replaceFile } from './stamp.mjs';
import { StepError } from './step-error.mjs';

// compile.mjs begins by removing build/app, and the stamp with it.
const stampFile = join(places.app, 'stamp');
const folders = ['main', 'renderer'];
const files = ['scripts/compile.mjs', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** Whether build/app was compiled from these sources. */
export async function isAppCompiled() {
  return (await readStamp(stampFile)) === (await sourcesHash());
}

/** @param {import('./steps.mjs').StepContext} context */
export async function compileApp({ signal }) {
  // Taken before: a source that is saved meanwhile is compiled again the next time.
  const hash = await sourcesHash();
  try {
    await runCommand('npm', ['run', '--silent', 'build'], { cwd: root, signal });
  } catch (error) {
    signal.throwIfAborted();
    const output = error instanceof Error ? error.message : '';
    // Rolldown names each error in brackets, such as [UNRESOLVED_IMPORT].
    const reason = stripVTControlCharacters(output)
      .match(/^\s*\[[A-Z_]+\].*$/m)?.[0]
      .trim();
    throw new StepError(
      `The app could not be compiled${reason ? `: ${reason}` : '.'}`,
      'For all that the compiler says, run: npm run build',
      error,
    );
  }
  await replaceFile(stampFile, hash);
}

/** Tests are left out: editing one compiles nothing. */
async function sourcesHash() {
  /** @type {string[]} */
  const sources = [];
  for (const folder of folders)
    for (const name of await readdir(join(root, folder), { recursive: true, withFileTypes: true }))
      if (name.isFile() && !/\.spec\.tsx?$/.test(name.name))
        sources.push(join(name.parentPath ?? name.path, name.name));
  return contentHash(root, [...sources, ...files]);
}
