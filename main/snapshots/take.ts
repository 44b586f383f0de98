import { copyFile, stat } from 'node:fs/promises';
import { SlipwayError } from '../contract/errors.ts';
import type { Snapshot, SnapshotReason } from '../contract/snapshots.ts';
import type { HomePaths } from '../home/paths.ts';
import { canClone, linkOrCopy, syncFile } from '../util/copy-file.ts';
import { ignoreMissing } from '../util/file-errors.ts';
import type { Machine } from '../vm/driver.ts';
import { bindAnew, findMemoryImage, whyNotOf } from '../vm/memory/memory-image.ts';
import { saveWhileHalted } from '../vm/memory/save-while-halted.ts';
import type { SuspendReport } from '../vm/memory/suspend.ts';
import { type CopyOptions, copyDisk } from './copy-disk.ts';
import { companionIn, companions, type SnapshotFiles } from './snapshot-files.ts';
import { addSnapshot, type SnapshotRecord } from './snapshot-store.ts';

/** What a snapshot is made of. */
export interface TakeOptions extends CopyOptions {
  readonly paths: HomePaths;
  readonly name: string;
  readonly reason: SnapshotReason;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/**
 * Keeps what lies on disk while no VM runs: the data disk, and the memory of a VM that sleeps over it. `small`: the disk
 * alone, compressed if its blocks cannot be shared.
 */
export function takeAtRest(options: TakeOptions, small = false): Promise<Snapshot> {
  const { paths, name } = options;
  return addSnapshot(paths, name, async (files) => {
    const memory = !small && (await keepMemory(paths, files, options.signal));
    return { ...(await keepDisk(options, files, small)), memory };
  });
}

/**
 * Keeps the state of a VM that runs: it stands still until memory and disk are kept, and then goes on. When the signal
 * aborts, or anything goes wrong, it goes on at once and nothing is kept.
 */
export function takeRunning(
  machine: Machine,
  report: SuspendReport,
  options: TakeOptions,
): Promise<Snapshot> {
  const { paths, name } = options;
  return addSnapshot(paths, name, async (files) => {
    let record: SnapshotRecord | undefined;
    await saveWhileHalted(machine, paths, files.memory, report, async () => {
      record = { ...(await keepDisk(options, files, false)), memory: true };
    });
    if (record === undefined) throw new Error('The VM went on before its disk was kept');
    return record;
  });
}

/** Memory that was saved is never written to again, so that a second name for it does. */
async function keepMemory(paths: HomePaths, files: SnapshotFiles, signal: AbortSignal): Promise<boolean> {
  const image = await findMemoryImage(paths.asleep);
  if (image?.disk == null || (await whyNotOf(image.disk, paths.dataDisk)) !== null) return false;
  await linkOrCopy(image.file, files.memory.memory, signal);
  await bindAnew(image, files.memory, { path: paths.dataDisk, stamp: image.disk });
  return true;
}

async function keepDisk(
  options: TakeOptions,
  files: SnapshotFiles,
  small: boolean,
): Promise<Omit<SnapshotRecord, 'memory'>> {
  const { paths, createdAt, reason } = options;
  const bytes = (await stat(paths.dataDisk).catch(ignoreMissing))?.size;
  if (bytes === undefined) throw nothingThere(paths);
  const from = { path: paths.dataDisk, format: 'raw' } as const;
  // Shared blocks are smaller than anything.
  const pack = small && options.convert !== undefined && !(await canClone(paths.disks, files.folder));
  const to = pack
    ? ({ path: files.compactDisk, format: 'qcow2' } as const)
    : ({ path: files.disk, format: 'raw' } as const);
  await copyDisk(from, to, options);
  for (const companion of companions(paths)) {
    const copy = companionIn(files.folder, companion);
    const there = await copyFile(companion, copy).then(() => true, ignoreMissing);
    if (there) await syncFile(copy);
  }
  return { version: 1, createdAt, reason, disk: { format: to.format, bytes } };
}

function nothingThere(paths: HomePaths): SlipwayError {
  return new SlipwayError({
    code: 'not-found',
    message: `There is nothing to keep yet: the data disk ${paths.dataDisk} does not exist.`,
    hint: 'Start the engine once with `slipway start`.',
  });
}
