// One bootstrap at a time in a checkout. The lock is a file that names its holder; a holder that died holds nothing.
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StepError } from './step-error.mjs';

const retryMs = 250;
/** Longer than the longest bootstrap seen (about 3 minutes on two slow cores) by far. */
const deadlineMs = 60 * 60_000;

/** @typedef {{ readonly pid: number, readonly startedAt: string }} Holder */

/**
 * Takes the lock, waiting while a living process has it.
 * @param {string} path
 * @param {{ signal: AbortSignal, onWait: (holder: Holder) => void, deadlineMs?: number }} options `onWait` is called
 *   once, when there is somebody to wait for
 * @returns {Promise<() => Promise<void>>} gives it back; called twice, the second does nothing
 */
export async function takeBuildLock(path, options) {
  const own = { pid: process.pid, startedAt: await processStart(process.pid) };
  const ownText = JSON.stringify(own);
  const ownFile = `${path}.${own.pid}`;
  const giveUpAt = Date.now() + (options.deadlineMs ?? deadlineMs);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(ownFile, ownText);
  let told = false;
  try {
    for (;;) {
      options.signal.throwIfAborted();
      // A link either comes to be with the whole content or not at all, unlike a file that is opened and then written.
      if (await succeeds(link(ownFile, path), 'EEXIST')) break;
      const text = await readFile(path, 'utf8').catch(() => '');
      const holder = parseHolder(text);
      if (text !== '' && !(holder && (await isAlive(holder)))) {
        await breakDeadLock(path, text);
        continue;
      }
      if (holder && !told) options.onWait(holder);
      told ||= holder !== null;
      if (Date.now() > giveUpAt)
        throw new StepError(
          `Process ${holder?.pid} has been setting up this checkout for too long (${path}).`,
          'Stop that process, then run the same command again.',
        );
      await delay(retryMs, undefined, { signal: options.signal }).catch(() =>
        options.signal.throwIfAborted(),
      );
    }
  } finally {
    await rm(ownFile, { force: true });
  }
  return async () => {
    if ((await readFile(path, 'utf8').catch(() => '')) === ownText) await rm(path, { force: true });
  };
}

/**
 * Takes a dead holder's lock away. By renaming, not by removing: of two who saw the same dead holder only one can
 * rename, and when what it renamed turns out to be a new holder's lock it is put back.
 * @param {string} path
 * @param {string} deadText
 */
async function breakDeadLock(path, deadText) {
  const aside = `${path}.${process.pid}.dead`;
  if (!(await succeeds(rename(path, aside), 'ENOENT'))) return;
  if ((await readFile(aside, 'utf8')) !== deadText) await succeeds(link(aside, path), 'EEXIST');
  await rm(aside, { force: true });
}

/**
 * @param {Promise<unknown>} action
 * @param {string} expectedCode of the failure that is an answer, not an error
 */
async function succeeds(action, expectedCode) {
  try {
    await action;
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === expectedCode) return false;
    throw error;
  }
}

/**
 * @param {string} text
 * @returns {Holder | null}
 */
function parseHolder(text) {
  try {
    const value = JSON.parse(text);
    return typeof value.pid === 'number' && typeof value.startedAt === 'string' ? value : null;
  } catch {
    return null;
  }
}

/** @param {Holder} holder */
async function isAlive(holder) {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return (await processStart(holder.pid)) === holder.startedAt;
}

/**
 * When a process began, in the kernel's clock ticks: tells a process from a later one with the same number. Empty where
 * there is no /proc; the number alone must do there.
 * @param {number} pid
 */
async function processStart(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The program's name, in brackets, may hold spaces: count from behind it. Start time is field 22.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}
