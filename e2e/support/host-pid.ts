import { readLock } from '../../main/home/lock.ts';
import type { Instance } from './instance.ts';

/** The process that supervises an instance; throws when there is none (and a signal to 0 would be one to ourselves). */
export async function hostPidOf({ paths }: Instance): Promise<number> {
  const holder = await readLock(paths.lock);
  if (holder === undefined) throw new Error(`nobody supervises ${paths.home}`);
  return holder.pid;
}
