// The official Electron of the version in package.json: fetched by its own package, which knows the right checksums.
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../lib/places.mjs';
import { runCommand } from '../lib/run-command.mjs';

const folder = join(root, 'node_modules', 'electron');

/** A network that drops what it does not like must not hold up a stand-in for longer. */
const downloadDeadlineMs = 5 * 60_000;

/**
 * The official program's path.
 * @returns {Promise<string | null>} null when it has not been downloaded
 */
export async function officialElectron() {
  try {
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const there = (await readFile(join(folder, 'dist', 'version'), 'utf8')).trim().replace(/^v/, '');
    const executable = join(folder, 'dist', await readFile(join(folder, 'path.txt'), 'utf8'));
    await access(executable);
    return there === version ? executable : null;
  } catch {
    return null;
  }
}

/**
 * Downloads it when its release page can be reached.
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>} whether it is there now
 */
export async function tryOfficialElectron(signal) {
  try {
    await runCommand(process.execPath, [join(folder, 'install.js')], {
      cwd: root,
      signal,
      timeoutMs: downloadDeadlineMs,
    });
  } catch {
    signal.throwIfAborted();
    return false;
  }
  return (await officialElectron()) !== null;
}
