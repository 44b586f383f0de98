// node_modules, exactly as package-lock.json says.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contentHash } from './content-hash.mjs';
import { root } from './places.mjs';
import { runCommand } from './run-command.mjs';
import { readStamp, replaceFile } from './stamp.mjs';
import { StepError } from './step-error.mjs';

// npm ci begins by removing node_modules, and the stamp with it: an install that was cut short leaves none.
const stampFile = join(root, 'node_modules', '.slipway-stamp');

/** Whether node_modules was made from this package-lock.json, for this system. */
export async function nodePackagesMatch() {
  return (await readStamp(stampFile)) === (await stamp());
}

/** @param {import('./steps.mjs').StepContext} context */
export async function installNodePackages({ signal, detail }) {
  detail('npm ci');
  try {
    await runCommand('npm', ['ci', '--loglevel=error'], { cwd: root, signal });
  } catch (error) {
    signal.throwIfAborted();
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    const reason = stderr
      .split('\n')
      .map((line) => line.replace(/^npm (error|ERR!) ?(code )?/, '').trim())
      .filter((line) => line !== '' && !line.startsWith('A complete log'))
      .slice(0, 2)
      .join(': ');
    throw new StepError(
      `Node packages could not be installed: npm ci failed${reason ? ` (${reason})` : ''}.`,
      'Check the network and npm’s registry (npm ping), then run the same command again.',
      error,
    );
  }
  await replaceFile(stampFile, await stamp());
}

/** What npm ci goes by: the lock, and the ranges that it is checked against. Other parts of package.json change nothing. */
async function stamp() {
  const text = await readFile(join(root, 'package.json'), 'utf8');
  const { dependencies, devDependencies, optionalDependencies, overrides } = JSON.parse(text);
  const ranges = JSON.stringify({ dependencies, devDependencies, optionalDependencies, overrides });
  return contentHash(root, ['package-lock.json', '.npmrc'], [ranges, process.platform, process.arch]);
}
