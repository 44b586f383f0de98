import { randomBytes } from 'node:crypto';
import { link, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { SlipwayError } from '../contract/errors.ts';
import { readJsonFile } from '../util/atomic-file.ts';
import { identifyProcess, isAlive, type ProcessIdentity } from '../util/process-identity.ts';
import { delay } from '../util/wait.ts';

/** Removing what a dead holder left takes milliseconds; a rival who does so may be slow. In milliseconds. */
const takeDeadlineMs = 5_000;

const holderSchema = z.object({
  pid: z.number().int().positive(),
  started: z.string(),
  kind: z.enum(['window', 'headless']),
});

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
 * alive (killed, or its number reused) loses it. Two takers at the same moment: exactly one gets it. Throws
 * `home-locked` when a dead holder's lock cannot be removed.
 */
export async function takeLock(
  path: string,
  kind: LockHolder['kind'],
  deadlineMs = takeDeadlineMs,
): Promise<HomeLock | LockHolder> {
  const self = await identifyProcess(process.pid);
  if (self === undefined) throw new Error('This process cannot find itself in the process table');
  const holder: LockHolder = { ...self, kind };
  const own = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(own, JSON.stringify(holder), { mode: 0o600 });
  const giveUpAt = Date.now() + deadlineMs;
  try {
    while (Date.now() < giveUpAt) {
      if (await appears(own, path)) return { holder, release: () => releaseLock(path, holder) };
      const other = await readLock(path);
      if (other !== undefined) return other;
      if (!(await removeStale(path, own))) await delay(20);
    }
  } finally {
    await rm(own, { force: true });
  }
  throw new SlipwayError({
    code: 'home-locked',
    message: `The lock ${path} belongs to no living process, and cannot be taken.`,
    hint: `Remove ${path} and ${path}.stale, and start again.`,
  });
}

/** Gives a file a second name; false when there is one. link() is atomic, and what appears is already whole. */
async function appears(own: string, name: string): Promise<boolean> {
  try {
    await link(own, name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** The living holder of the lock; undefined when nobody living has it. Rejects when it cannot be read: it may be held. */
export async function readLock(path: string): Promise<LockHolder | undefined> {
  const parsed = holderSchema.safeParse(await readJsonFile(path));
  return parsed.success && (await isAlive(parsed.data)) ? parsed.data : undefined;
}

/**
 * Removes a dead holder's lock, under a second lock so that a taker's fresh one is never removed by a slow rival. False
 * when a living rival is at it.
 */
async function removeStale(path: string, own: string): Promise<boolean> {
  const guard = `${path}.stale`;
  if (!(await appears(own, guard))) {
    // A guard whose maker died in the few lines below would block for ever.
    if ((await readLock(guard)) !== undefined) return false;
    await rm(guard, { force: true });
    return true;
  }
  try {
    if ((await readLock(path)) === undefined) await rm(path, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
  return true;
}

async function releaseLock(path: string, holder: LockHolder): Promise<void> {
  const current = await readLock(path);
  if (current?.pid === holder.pid && current.started === holder.started) await rm(path, { force: true });
}
