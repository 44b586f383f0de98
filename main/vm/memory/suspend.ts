import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SlipwayError, toFailure } from '../../contract/errors.ts';
import type { HomePaths } from '../../home/paths.ts';
import { startLaps } from '../../util/laps.ts';
import { abortAfter } from '../../util/wait.ts';
import { stampDisk } from '../disk-stamp.ts';
import type { Machine } from '../driver.ts';
import { goOn } from '../go-on.ts';
import { discard, type MemoryImagePaths, type SealedImage, seal, unfinished } from './memory-image.ts';

/** Writing a large memory to a slow disk, in milliseconds. */
export const saveDeadlineMs = 300_000;

/** Making the guest's disks and caches small is worth this many milliseconds, and not a failed sleep. */
const restDeadlineMs = 10_000;

/** What is told while a VM is put to sleep. */
export interface SuspendReport {
  readonly now: () => number;
  readonly log: (level: 'info' | 'warn', message: string) => void;
}

/**
 * Halts a VM and saves its memory beside its disk. The answer is to be committed once the VM's process is gone. Rejects
 * with `save-failed` or what else stood in the way, be it that `given` has aborted; the VM then goes on as if nothing had been.
 */
export async function suspend(
  machine: Machine,
  paths: HomePaths,
  { now, log }: SuspendReport,
  given: AbortSignal = new AbortController().signal,
): Promise<SealedImage> {
  const signal = abortAfter(saveDeadlineMs, given);
  const reason = await machine.whyUnsavable(signal);
  if (reason !== null) {
    throw new SlipwayError({
      code: 'save-failed',
      message: `The VM's memory cannot be saved: ${reason}.`,
      hint: 'The VM runs on. `slipway stop` shuts it down.',
    });
  }
  const laps = startLaps(now);
  await discard(paths.asleep);
  await machine.control
    .ask(['rest'], signal, restDeadlineMs)
    .catch((error: unknown) => log('warn', `before the sleep: ${toFailure(error).message}`));
  laps.done('rest');
  const noted = (caught: unknown) => log('warn', `after a failed sleep: ${toFailure(caught).message}`);
  await machine.halt(signal).catch(async (error: unknown) => {
    // Nobody knows whether it stands still, or will in a moment.
    await goOn(machine).catch(noted);
    throw error;
  });
  laps.done('halt');
  try {
    const format = await machine.saveMemory(unfinished(paths.asleep), signal);
    laps.done('write');
    const stamp = await stampDisk(paths.dataDisk);
    laps.done('stamp');
    // The disk may have been made larger since the VM was.
    const fingerprint = { ...machine.record.fingerprint, diskBytes: (await stat(paths.dataDisk)).size };
    const what = { format, fingerprint, savedAt: now() };
    const disk = { path: paths.dataDisk, stamp };
    const sealed = await seal(
      paths.asleep,
      what,
      disk,
      { findData: machine.findData, onDone: laps.done },
      signal,
    );
    log('info', `saved memory: ${laps.words()}`);
    return sealed;
  } catch (error) {
    // In this order: room on a full disk is what the guest may need to go on. Neither hides what went wrong.
    await discard(paths.asleep).catch(noted);
    // Whatever is left of the save is to belong to no disk.
    await stampDisk(paths.dataDisk).catch(noted);
    await goOn(machine).catch(noted);
    throw signal.aborted ? error : notSaved(error, paths.asleep);
  }
}

/** How QEMU and the system say that there is no room on a disk. */
const noRoom = /no space|quota/i;

/** Whoever said it, and of whichever file: what is to be done about a full disk is the same. */
function notSaved(error: unknown, { memory }: MemoryImagePaths): unknown {
  const { message } = toFailure(error);
  if (!noRoom.test(message)) return error;
  return new SlipwayError(
    {
      code: 'save-failed',
      message: `The VM runs on: there is no room for its memory on the disk with ${dirname(memory)}.`,
      hint: 'Free some space there and try again.',
      detail: message,
    },
    { cause: error },
  );
}

/**
 * Saves the memory of a guest that waits at its gate, no disk opened, and lets it go on. The memory serves starts to come.
 * Rejects when it could not be saved; the VM goes on in any case.
 */
export async function keepTemplate(
  machine: Machine,
  paths: MemoryImagePaths,
  now: () => number,
): Promise<void> {
  const signal = abortAfter(saveDeadlineMs);
  if ((await machine.whyUnsavable(signal)) !== null) return;
  await discard(paths);
  try {
    await machine.halt(signal);
    const format = await machine.saveMemory(unfinished(paths), signal);
    const what = { format, fingerprint: machine.record.fingerprint, savedAt: now() };
    const sealed = await seal(paths, what, null, machine, signal);
    await sealed.commit();
  } catch (error) {
    // Neither hides what went wrong.
    await discard(paths).catch(() => undefined);
    await goOn(machine).catch(() => undefined);
    throw error;
  }
  await goOn(machine);
}
