import { formatSize } from '../../main/contract/format.ts';
import { call } from '../bridge.ts';
import { track } from './pending.ts';

/** The id under which it shows that the data disk is being compacted. */
export const compactKey = 'compact the disk';

/** Gives back to this machine what the engine does not use of its disk's file, and says how much that was. */
export async function compactDisk(): Promise<void> {
  await track(compactKey, 'Compacting…', async () => {
    const { before, after } = await call('disk.compact', {});
    const freed = before.usedBytes - after.usedBytes;
    return freed > 0
      ? `Gave ${formatSize(freed)} back: the disk’s file takes ${formatSize(after.usedBytes)} now.`
      : `There was nothing to give back: the disk’s file takes ${formatSize(after.usedBytes)}.`;
  });
}
