import { randomBytes } from 'node:crypto';
import { rm, stat, statfs, writeFile } from 'node:fs/promises';
import type { HomePaths } from './paths.ts';

/** What a host writes from its first line of log until the VM is down, several times over. In bytes. */
const reserveBytes = 262_144;

/** Less room than this is left to others: the reserve is for when it is gone. In bytes. */
const comfortableBytes = 16 * 1_048_576;

/**
 * Keeps a little room on the disk, as a file, so that a VM whose host was killed can be taken over and stopped even
 * when the disk has filled up. Calling it again is harmless; it never fails.
 */
export async function keepReserve({ home, reserve }: HomePaths): Promise<void> {
  try {
    if ((await stat(reserve).catch(() => undefined))?.size === reserveBytes) return;
    const { bavail, bsize } = await statfs(home);
    if (bavail * bsize < comfortableBytes) return;
    // Not zeros, which some file systems do not store.
    await writeFile(reserve, randomBytes(reserveBytes), { mode: 0o600 });
  } catch {
    await rm(reserve, { force: true }).catch(() => undefined);
  }
}

/** Gives the room back to whoever needs it now; false when there was none. */
export async function spendReserve({ reserve }: HomePaths): Promise<boolean> {
  return rm(reserve).then(
    () => true,
    () => false,
  );
}
