import { stat } from 'node:fs/promises';
import type { DiskChange, DiskUsage, MemoryUse } from '../contract/disk.ts';
import { SlipwayError } from '../contract/errors.ts';
import type { HomePaths } from '../home/paths.ts';
import { setSetting } from '../settings/settings-store.ts';
import { ignoreMissing } from '../util/file-errors.ts';
import { heldBytes } from '../util/process-memory.ts';
import { usedBytes } from '../util/used-bytes.ts';
import { abortAfter } from '../util/wait.ts';
import { checkGrowth, hasRoomToGrow, lengthenDisk } from '../vm/disk-size.ts';
import type { Supervisor } from '../vm/supervisor.ts';
import { usedByNodes } from './nodes/used-by-nodes.ts';

/** A look at the guest is worth this long to whoever asked for a status, in milliseconds. */
const glanceMs = 2_000;

/** Trimming a large disk on a slow one, in milliseconds. */
const trimDeadlineMs = 600_000;

/** Making the file longer, in milliseconds. */
const lengthenDeadlineMs = 30_000;

/** Growing a file system while it is used, in milliseconds; it writes to each new part of the disk. */
const growDeadlineMs = 300_000;

const gibibyte = 1024 ** 3;

/** What looking after a disk works with. */
export interface DiskCareOptions {
  readonly paths: HomePaths;
  readonly supervisor: Supervisor;
  /** Listens for the engine's clients: a VM is about to be woken. */
  readonly openSocket: () => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What can be done for a home's data disk. */
export interface DiskCare {
  /** Gives back what the guest does not use. Throws `not-running`. */
  trim(signal: AbortSignal): Promise<void>;
  /** When this host trimmed last, in milliseconds since 1970; 0 for never. */
  lastTrim(): number;
  usage(signal: AbortSignal): Promise<DiskUsage>;
  /** Gives back what the guest does not use. Wakes a VM that sleeps; throws `not-running` when there is none. */
  compact(signal: AbortSignal): Promise<DiskChange>;
  /** Makes the disk larger, and the file system on it. Throws `invalid-argument` when it is that large already. */
  resize(gib: number, signal: AbortSignal): Promise<DiskChange>;
}

/** Looks after the data disk of the VM that a supervisor has. */
export function careForDisk({ paths, supervisor, openSocket, now }: DiskCareOptions): DiskCare {
  let trimmedAt = 0;
  /** Whether it runs afterwards. */
  const wake = async () => {
    const { kind } = supervisor.view().state;
    if (kind === 'stopped' || kind === 'failed' || kind === 'stopping') return false;
    await openSocket();
    await supervisor.start();
    return true;
  };
  const trim = async (signal: AbortSignal) => {
    await supervisor.machine().control.ask(['trim'], signal, trimDeadlineMs);
    trimmedAt = now();
  };
  const change = async (work: () => Promise<unknown>): Promise<DiskChange> => {
    const before = await diskFile(paths);
    await work();
    return { before, after: await diskFile(paths) };
  };

  const growRunning = async (bytes: number, signal: AbortSignal) => {
    const machine = supervisor.machine();
    await machine.resizeDisk(bytes, abortAfter(lengthenDeadlineMs, signal));
    await machine.control.ask(['grow', String(bytes)], signal, growDeadlineMs);
  };

  return {
    trim,
    lastTrim: () => trimmedAt,
    async usage(signal) {
      const { kind } = supervisor.view().state;
      const told = kind === 'running' ? await askFileSystem(supervisor, signal) : null;
      return { ...(await usageOfFiles(paths)), fileSystem: told };
    },
    async compact(signal) {
      await wake();
      return change(() => trim(signal));
    },
    async resize(gib, signal) {
      const bytes = gib * gibibyte;
      const { lengthBytes } = await diskFile(paths);
      // One whose file system did not follow may be asked for again.
      const isHalfDone = lengthBytes === bytes && (await hasRoomToGrow(paths.dataDisk));
      if (lengthBytes > 0 && !isHalfDone) checkGrowth(lengthBytes, bytes);
      const runs = await wake();
      signal.throwIfAborted();
      // By itself, not by whoever asked: what was begun is brought to its end.
      return change(async () => {
        if (runs) await supervisor.keepAwake(() => growRunning(bytes, new AbortController().signal));
        else if (lengthBytes > 0) await supervisor.atRest(() => lengthenDisk(paths.dataDisk, bytes));
        await setSetting(paths, 'vm.diskGiB', gib);
      });
    },
  };
}

/** Memory of a VM that runs; null when it does not, or when it does not tell in time. */
export async function memoryUse(supervisor: Supervisor, signal: AbortSignal): Promise<MemoryUse | null> {
  try {
    const machine = supervisor.machine();
    const [holdsBytes, uses] = await Promise.all([
      heldBytes(machine.record.process.pid),
      machine.control.ask(['memory'], signal, glanceMs),
    ]);
    const usesBytes = Number(uses);
    return holdsBytes === undefined || !(usesBytes > 0) ? null : { holdsBytes, usesBytes };
  } catch {
    return null;
  }
}

/** What the files of a home take. */
export async function usageOfFiles(paths: HomePaths): Promise<DiskUsage> {
  const { asleep, template } = paths;
  const [file, sleepBytes, templateBytes, snapshotsBytes, nodesBytes, logsBytes] = await Promise.all([
    diskFile(paths),
    usedBytes(asleep.memory),
    usedBytes(template.memory),
    usedBytes(paths.snapshots),
    usedByNodes(paths),
    usedBytes(paths.logs),
  ]);
  return { file, fileSystem: null, sleepBytes, templateBytes, snapshotsBytes, nodesBytes, logsBytes };
}

async function diskFile({ dataDisk }: HomePaths): Promise<DiskUsage['file']> {
  const found = await stat(dataDisk).catch(ignoreMissing);
  return { path: dataDisk, lengthBytes: found?.size ?? 0, usedBytes: await usedBytes(dataDisk) };
}

async function askFileSystem(supervisor: Supervisor, signal: AbortSignal): Promise<DiskUsage['fileSystem']> {
  const answer = await supervisor.machine().control.ask(['disk'], signal, glanceMs);
  const [used, free] = answer.split(' ').map(Number);
  if (used === undefined || free === undefined || !Number.isFinite(used + free)) {
    throw new SlipwayError({
      code: 'guest-failed',
      message: `The guest does not tell how full its disk is: "${answer}".`,
      hint: 'See `slipway logs --source console`.',
    });
  }
  return { usedBytes: used, freeBytes: free };
}
