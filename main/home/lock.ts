import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { identifyProcess, isAlive, type ProcessIdentity } from '../util/process-identity.ts';

/** Who holds the lock of a home. */
export interface LockHolder extends ProcessIdentity {
  readonly kind: 'window' | 'headless';
}

/** A lock that is held; give it back with `release`. */
export interface HomeLock {
  readonly holder: LockHolder;
  release(): Promise<void>;
}

/**
 * Takes the lock for this process. Answers the living holder when somebody else has it. A holder that is no longer
 * alive (killed, or its number reused) loses it. Two takers at the same moment: exactly one gets it.
 */
export async function takeLock(path: string, kind: LockHolder['kind']): Promise<HomeLock | LockHolder> {
  const self = await identifyProcess(process.pid);
  if (self === undefined) throw new Error('This process cannot find itself in the process table');
  const holder: LockHolder = { ...self, kind };
  const own = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(own, JSON.stringify(holder), { mode: 0o600 });
  try {
    for (;;) {
      try {
        // link() is atomic and fails when the name exists, and what appears is already whole.
        await link(own, path);
        return { holder, release: () => releaseLock(path, holder) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const other = await readLock(path);
      if (other !== undefined) return other;
      await removeStale(path);
    }
  } finally {
    await rm(own, { force: true });
  }
}

/** The living holder of the lock; undefined when nobody living has it. */
export async function readLock(path: string): Promise<LockHolder | undefined> {
  try {
    const holder = JSON.parse(await readFile(path, 'utf8')) as LockHolder;
    return (await isAlive(holder)) ? holder : undefined;
  } catch {
    return undefined;
  }
}

/** Removes a dead holder's lock, under a second lock so that a taker's fresh one is never removed by a slow rival. */
async function removeStale(path: string): Promise<void> {
  const guard = `${path}.stale`;
  try {
    await writeFile(guard, String(process.pid), { flag: 'wx', mode: 0o600 });
  } catch {
    // Somebody else is at it. A guard whose maker died in the few lines below would block for ever.
    const maker = Number(await readFile(guard, 'utf8').catch(() => '0'));
    if ((await identifyProcess(maker)) === undefined) await rm(guard, { force: true });
    return;
  }
  try {
    if ((await readLock(path)) === undefined) await rm(path, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

async function releaseLock(path: string, holder: LockHolder): Promise<void> {
  const current = await readLock(path);
  if (current?.pid === holder.pid && current.started === holder.started) await rm(path, { force: true });
}
