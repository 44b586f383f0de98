import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../util/make-folder.ts';
import { homeFolders, refuseForeignFolder, unwritable } from './inspect-home.ts';
import type { HomePaths } from './paths.ts';
import { checkSocketPaths } from './socket-paths.ts';

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
    for (const folder of homeFolders(paths)) await makeFolder(folder);
    await chmod(paths.home, 0o700);
    const probe = join(paths.run, `.write-probe-${process.pid}`);
    try {
      // Not empty: on a full disk a name can still be made, and nothing be put under it.
      await writeFile(probe, Buffer.alloc(probeBytes));
    } finally {
      await rm(probe, { force: true });
    }
  } catch (error) {
    throw unwritable(paths, error);
  }
}
