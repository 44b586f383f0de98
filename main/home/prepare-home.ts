import { chmod, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { SlipwayError } from '../contract/errors.ts';
import { refusalText } from '../contract/system-errors.ts';
import { writeFailureCode } from '../util/file-errors.ts';
import { makeFolder } from '../util/make-folder.ts';
import type { HomePaths } from './paths.ts';

/** Bytes that a unix socket's path may take, its closing zero included (sun_path). */
const longestSocketPath = process.platform === 'linux' ? 108 : 104;

/** About what a host writes before it can say anything: its lock, its first lines of log. */
const probeBytes = 16_384;

/**
 * Makes the instance's folders (0700) and finds out whether it can work there.
 * Throws `home-path-too-long` or `home-unwritable`; calling it again is harmless.
 */
export async function prepareHome(paths: HomePaths): Promise<void> {
  checkSocketPaths(paths);
  await refuseForeignFolder(paths);
  try {
    for (const folder of [paths.home, paths.run, paths.disks, paths.keys, paths.state, paths.logs]) {
      await makeFolder(folder);
    }
    await chmod(paths.home, 0o700);
    const probe = join(paths.run, `.write-probe-${process.pid}`);
    try {
      // Not empty: on a full disk a name can still be made, and nothing be put under it.
      await writeFile(probe, Buffer.alloc(probeBytes));
    } finally {
      await rm(probe, { force: true });
    }
  } catch (error) {
    throw new SlipwayError(
      {
        code: writeFailureCode(error),
        message: `Slipway's folder ${paths.home} cannot be written: ${refusalText(error)}.`,
        hint: 'Free space or mend its permissions, or set SLIPWAY_HOME to a folder that you own.',
      },
      { cause: error },
    );
  }
}

/**
 * A home is closed to everybody else. A folder that others use and that holds nothing of ours, such as /tmp, is not: closing
 * it would take it from them.
 */
async function refuseForeignFolder(paths: HomePaths): Promise<void> {
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

/** Bytes that the paths of a home's sockets may still grow; negative when one of them is too long already. */
export function socketPathRoom(paths: HomePaths): number {
  if (process.platform === 'win32') return Number.POSITIVE_INFINITY;
  const sockets = [
    ...[paths.dockerSocket, paths.controlSocket, paths.ownSocket],
    ...[paths.qmpSocket, paths.engineForward, paths.sshForward],
  ];
  return longestSocketPath - Math.max(...sockets.map((socket) => Buffer.byteLength(socket) + 1));
}

/** Throws `home-path-too-long` when a socket below the home could not be bound. */
export function checkSocketPaths(paths: HomePaths): void {
  const room = socketPathRoom(paths);
  if (room >= 0) return;
  throw new SlipwayError({
    code: 'home-path-too-long',
    message: `Slipway's folder ${paths.home} has too long a path for a socket: ${-room} bytes over the system's limit.`,
    hint: 'Set SLIPWAY_HOME to a shorter path, such as ~/.slipway.',
  });
}
