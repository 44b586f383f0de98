import { readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { connectPatiently } from '../util/connect-patiently.ts';
import { identifyProcess } from '../util/process-identity.ts';
import { abortAfter } from '../util/wait.ts';
import type { HomePaths } from './paths.ts';

/** A listener takes a connection at once, unless its queue is full. In milliseconds. */
const acceptDeadlineMs = 2_000;

/**
 * The process of the window's app that works with this home, whoever its host is; undefined when there is none. Chromium marks
 * the folder that it works in by a link to COMPUTER-PID, and leaves that behind when it is killed: once this machine was started
 * anew, that number is another program's. So there is a window only where somebody also listens for a second one. On Windows,
 * where it has another mark, always undefined.
 */
export async function findOpenWindow({ window }: Pick<HomePaths, 'window'>): Promise<number | undefined> {
  const mark = await readlink(join(window, 'SingletonLock')).catch(() => undefined);
  const pid = Number(/-(\d{1,10})$/.exec(mark ?? '')?.[1]);
  if (Number.isNaN(pid) || pid <= 0) return undefined;
  if ((await identifyProcess(pid).catch(() => undefined)) === undefined) return undefined;
  const socket = join(window, 'SingletonSocket');
  // It is a link to a short path: its own may be longer than a socket's can be.
  return (await isListening(await readlink(socket).catch(() => socket))) ? pid : undefined;
}

/** Whether somebody listens at a socket, be it one who takes no connection in time. */
async function isListening(path: string): Promise<boolean> {
  const late = abortAfter(acceptDeadlineMs);
  try {
    (await connectPatiently(path, late)).destroy();
    return true;
  } catch {
    return late.aborted;
  }
}
