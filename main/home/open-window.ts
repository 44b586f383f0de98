import { readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { identifyProcess } from '../util/process-identity.ts';
import type { HomePaths } from './paths.ts';

/**
 * The process of the window's app that works with this home, whoever its host is; undefined when there is none. Chromium marks
 * the folder that it works in by a link to COMPUTER-PID, and leaves that behind when it is killed. On Windows, where it has
 * another mark, always undefined.
 */
export async function findOpenWindow({ window }: Pick<HomePaths, 'window'>): Promise<number | undefined> {
  const mark = await readlink(join(window, 'SingletonLock')).catch(() => undefined);
  const pid = Number(/-(\d{1,10})$/.exec(mark ?? '')?.[1]);
  if (Number.isNaN(pid) || pid <= 0) return undefined;
  return (await identifyProcess(pid).catch(() => undefined)) === undefined ? undefined : pid;
}
