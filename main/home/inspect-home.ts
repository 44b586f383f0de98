import { access, constants, readdir, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { SlipwayError } from '../contract/errors.ts';
import { refusalText } from '../contract/system-errors.ts';
import { ignoreMissing, writeFailureCode } from '../util/file-errors.ts';
import { mayBeThere } from '../util/is-there.ts';
import type { HomePaths } from './paths.ts';
import { checkSocketPaths } from './socket-paths.ts';

/** The folders of an instance that everything else of it lies in, outer ones first. */
export function homeFolders(paths: HomePaths): readonly string[] {
  return [paths.home, paths.run, paths.disks, paths.keys, paths.state, paths.logs];
}

/**
 * Whether an instance can work in its folders, as far as that is seen by looking: it makes and changes nothing. Those that are not
 * there yet are well when they can be made. Throws `home-path-too-long` or `home-unwritable`, as preparing them would.
 */
export async function inspectHome(paths: HomePaths): Promise<void> {
  checkSocketPaths(paths);
  await refuseForeignFolder(paths);
  try {
    await inspectFolder(await nearestFolder(paths.home));
    for (const folder of homeFolders(paths)) {
      if ((await stat(folder).catch(ignoreMissing)) !== undefined) await inspectFolder(folder);
    }
  } catch (error) {
    throw unwritable(paths, error);
  }
}

/** The folder itself, or the one above it that is there. What cannot be looked at counts: whoever works with it finds out what it is. */
export async function nearestFolder(folder: string): Promise<string> {
  const above = dirname(folder);
  return above === folder || (await mayBeThere(folder)) ? folder : nearestFolder(above);
}

/** Rejects with the system's error where no file can be made. */
async function inspectFolder(folder: string): Promise<void> {
  if (!(await stat(folder)).isDirectory())
    throw Object.assign(new Error('It is a file.'), { code: 'EEXIST', path: folder });
  await access(folder, constants.W_OK | constants.X_OK);
}

/** What is said of a home whose folders cannot be made or written to. */
export function unwritable(paths: HomePaths, cause: unknown): SlipwayError {
  return new SlipwayError(
    {
      code: writeFailureCode(cause),
      message: `Slipway's folder ${paths.home} cannot be written: ${refusalText(cause)}.`,
      hint: 'Free space or mend its permissions, or set SLIPWAY_HOME to a folder that you own.',
    },
    { cause },
  );
}

/**
 * A home is closed to everybody else. A folder that others use and that holds nothing of ours, such as /tmp, is not: closing
 * it would take it from them. Throws `home-unwritable`.
 */
export async function refuseForeignFolder(paths: HomePaths): Promise<void> {
  // Whatever is wrong with it, making the folders finds out and tells.
  const found = await stat(paths.home).catch(() => undefined);
  if (process.platform === 'win32' || found === undefined || (found.mode & 0o077) === 0) return;
  const names = await readdir(paths.home).catch((): string[] => []);
  const ours = [paths.settings, paths.run, paths.disks, paths.state, paths.logs].map((path) =>
    basename(path),
  );
  if (names.length === 0 || names.some((name) => ours.includes(name))) return;
  throw new SlipwayError({
    code: 'home-unwritable',
    message: `Slipway's folder cannot be ${paths.home}: it is open to other users, and what it holds is not Slipway's.`,
    hint: 'Set SLIPWAY_HOME to a folder of its own, such as ~/.slipway.',
  });
}
