import { toFailure } from '../../contract/errors.ts';
import type { HomePaths } from '../../home/paths.ts';
import { stampDisk } from '../disk-stamp.ts';
import type { Machine } from '../driver.ts';
import { goOn } from '../go-on.ts';
import type { MemoryImagePaths } from './memory-image.ts';
import { type SuspendReport, suspend } from './suspend.ts';

/**
 * Saves the memory of a VM to files of the caller's, runs `work` while the disk stands still in the state that the memory
 * belongs to, and lets the VM go on, whatever came of it. The disk gets a new stamp before, so that the memory belongs to
 * copies of it alone.
 */
export async function saveWhileHalted(
  machine: Machine,
  paths: HomePaths,
  into: MemoryImagePaths,
  report: SuspendReport,
  work: () => Promise<void>,
): Promise<void> {
  const sealed = await suspend(machine, { ...paths, asleep: into }, report);
  try {
    await sealed.commit();
    await work();
  } finally {
    const noted = (caught: unknown) =>
      report.log('warn', `after the memory was saved: ${toFailure(caught).message}`);
    await stampDisk(paths.dataDisk).catch(noted);
    await goOn(machine).catch(noted);
  }
}
