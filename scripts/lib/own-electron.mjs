// An Electron that starts another app than the checkout's: the stand-in takes no app on its command line.
import { cp, link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildDir } from './places.mjs';

/** The Electron that the bootstrap has made or found. */
async function electronExecutable() {
  const { electron } = JSON.parse(await readFile(join(buildDir, 'assets.json'), 'utf8'));
  if (!electron) throw new Error('There is no Electron: run `npm test`, which gets one.');
  return /** @type {string} */ (join(buildDir, electron.executable));
}

/**
 * Makes a copy of Electron in `folder`, which is emptied before, and gives its executable and the folder for the app: its
 * package.json is there, and names `main` as where to begin. Hard links: it costs nothing.
 * @param {string} folder
 * @param {string} main below the app's folder
 */
export async function makeOwnElectron(folder, main) {
  await rm(folder, { recursive: true, force: true });
  await linkFolder(dirname(await electronExecutable()), folder);
  const app = join(folder, 'resources/app');
  await rm(app, { recursive: true, force: true });
  await mkdir(app, { recursive: true });
  await writeFile(join(app, 'package.json'), JSON.stringify({ name: 'slipway', type: 'module', main }));
  return { executable: join(folder, 'electron'), app };
}

/**
 * @param {string} from
 * @param {string} to
 */
async function linkFolder(from, to) {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linkFolder(source, target);
    else if (entry.isFile()) await link(source, target).catch(() => cp(source, target));
  }
}
