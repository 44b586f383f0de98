import { mkdir, stat } from 'node:fs/promises';
import { toFailure } from '../contract/errors.ts';
import type { hostRequests } from '../contract/host.ts';
import type { Handlers } from '../contract/requests.ts';
import type { Restored, Snapshot, SnapshotProgress } from '../contract/snapshots.ts';
import type { Status } from '../contract/status.ts';
import type { HomePaths } from '../home/paths.ts';
import { readJsonFile, writeFileAtomically } from '../util/atomic-file.ts';
import { ignoreMissing } from '../util/file-errors.ts';
import { oneAtATime } from '../util/one-at-a-time.ts';
import type { ConvertDisk } from '../vm/drivers/qemu/image-tool.ts';
import { difference, type Fingerprint } from '../vm/memory/fingerprint.ts';
import { findMemoryImage } from '../vm/memory/memory-image.ts';
import type { Supervisor } from '../vm/supervisor.ts';
import { bytesForCopy, type CopyOptions, checkRoom } from './copy-disk.ts';
import { memoryInUse } from './memory-in-use.ts';
import { finishExchange, hasState, putBack, type WayBack } from './put-back.ts';
import { finishReset } from './reset.ts';
import { snapshotFiles, snapshotFolder } from './snapshot-files.ts';
import {
  automaticName,
  checkIsFree,
  deleteSnapshot,
  describeSnapshots,
  findSnapshot,
  freeAutomaticName,
  removeOldAutomatic,
  removeUnfinished,
  type SnapshotRecord,
} from './snapshot-store.ts';
import { takeAtRest, takeRunning } from './take.ts';

/** What snapshots are made with. */
export interface SnapshotOptions {
  readonly paths: HomePaths;
  readonly supervisor: Pick<Supervisor, 'view' | 'start' | 'atRest' | 'whileHalted'>;
  /** What memory would be bound to if the VM were started now. */
  readonly presentFingerprint: () => Promise<Fingerprint>;
  readonly imageTool: () => Promise<ConvertDisk | undefined>;
  readonly tell: (progress: SnapshotProgress | null) => void;
  /** The status once everything has followed from what was done. */
  readonly status: () => Promise<Status>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: (level: 'info' | 'warn', message: string) => void;
}

type SnapshotRequest = Extract<keyof typeof hostRequests, `snapshots.${string}`>;

/** Snapshots, as the host of a home offers them. */
export interface SnapshotService {
  readonly handlers: Pick<Handlers<typeof hostRequests>, SnapshotRequest>;
  /** Something is being made, restored or removed. */
  busy(): boolean;
  /** Keeps the disk as it is when another image of the guest is about to use it. Never keeps a start from going on. */
  beforeBoot(image: string, signal: AbortSignal): Promise<void>;
  /** Gives up what is under way, as far as it still can be, and resolves when nothing is. */
  end(): Promise<void>;
}

/** Brings the home in order when a host died in the middle of something. To be called before anything uses the disk. */
export async function recoverSnapshots(paths: HomePaths): Promise<void> {
  await mkdir(paths.snapshots, { recursive: true, mode: 0o700 });
  await finishReset(paths);
  await finishExchange(paths);
  await removeUnfinished(paths);
}

/** Between two words on how far it is, in milliseconds. */
const tellEveryMs = 100;

/** Offers snapshots. One thing is done at a time. */
export function createSnapshots(options: SnapshotOptions): SnapshotService {
  const { paths, supervisor, now, log } = options;
  const works = oneAtATime({ busy, cancelled }, () => options.tell(null));

  const teller = (name: string, work: SnapshotProgress['work']) => {
    let last = 0;
    return (step: SnapshotProgress['step'], done: number | null) => {
      if (done !== null && done < 1 && now() - last < tellEveryMs) return;
      last = done === null ? 0 : now();
      options.tell({ name, work, step, done });
    };
  };

  const copying = async (tell: ReturnType<typeof teller>, signal: AbortSignal): Promise<CopyOptions> => ({
    convert: await options.imageTool(),
    progress: (done) => tell('disk', done),
    signal,
  });

  const presentDisk = { path: paths.dataDisk, format: 'raw' } as const;

  const bytesToKeepDisk = async () =>
    (await stat(paths.dataDisk).catch(ignoreMissing)) === undefined
      ? 0
      : bytesForCopy(presentDisk, paths.disks, paths.snapshots);

  const create = async (name: string, signal: AbortSignal): Promise<Snapshot> => {
    await checkIsFree(paths, name);
    const tell = teller(name, 'create');
    tell('memory', null);
    const copy = await copying(tell, signal);
    const take = { ...copy, paths, name, reason: 'asked', createdAt: now() } as const;
    const isAsked = !quietStates.has(supervisor.view().state.kind);
    if (!isAsked) {
      return supervisor.atRest(async () => {
        await checkRoom(paths.snapshots, await bytesToKeepDisk(), `The snapshot ${name}`);
        tell('disk', 0);
        return takeAtRest({ ...take, createdAt: now() });
      });
    }
    // Joins a start that is under way.
    await supervisor.start();
    const record = supervisor.view().machine;
    const memory = record === null ? 0 : await memoryInUse(record);
    await checkRoom(paths.snapshots, memory + (await bytesToKeepDisk()), `The snapshot ${name}`);
    return supervisor.whileHalted((machine, lost) => {
      const either = AbortSignal.any([signal, lost]);
      return takeRunning(machine, { now, log }, { ...take, signal: either, createdAt: now() });
    });
  };

  /** Why a snapshot's memory cannot be used by the VM as it would be started now. */
  const whyUnfit = async (name: string, record: SnapshotRecord): Promise<Restored['memory']> => {
    if (!record.memory) return { kind: 'none' };
    const image = await findMemoryImage(snapshotFiles(snapshotFolder(paths, name)).memory);
    if (image === undefined) return { kind: 'unfit', why: 'its memory is gone or damaged' };
    const present = await options.presentFingerprint().catch(() => undefined);
    // The disk that it will have is the snapshot's own.
    const why =
      present && difference(image.fingerprint, { ...present, diskBytes: image.fingerprint.diskBytes });
    return why == null ? { kind: 'used' } : { kind: 'unfit', why };
  };

  const wayBack = async (): Promise<WayBack> => {
    if (!(await hasState(paths))) return null;
    const createdAt = now();
    const reason = 'before-restore';
    return { name: await freeAutomaticName(paths, reason, createdAt), reason, createdAt };
  };

  const restore = async (name: string, signal: AbortSignal): Promise<Restored> => {
    const record = await findSnapshot(paths, name);
    const tell = teller(name, 'restore');
    tell('sleep', null);
    const memory = await whyUnfit(name, record);
    const wasUp = !quietStates.has(supervisor.view().state.kind);
    const files = snapshotFiles(snapshotFolder(paths, name));
    const { format } = record.disk;
    const disk = { path: format === 'raw' ? files.disk : files.compactDisk, format };
    const machine = supervisor.view().machine;
    const needed =
      (await bytesForCopy(disk, files.folder, paths.disks)) +
      (machine === null ? 0 : await memoryInUse(machine));
    await checkRoom(paths.disks, needed, `Restoring the snapshot ${name}`);
    const copy = await copying(tell, signal);
    let back: WayBack = null;
    try {
      await supervisor.atRest(async () => {
        signal.throwIfAborted();
        back = await wayBack();
        tell('disk', 0);
        await putBack(paths, name, record, memory.kind === 'used', back, copy);
        await removeOldAutomatic(paths, name);
      });
    } finally {
      // A restore that was given up leaves things as they were.
      if (wasUp) {
        tell('wake', null);
        await supervisor.start().catch((error: unknown) => {
          log('warn', `after the restore: ${toFailure(error).message}`);
        });
      }
    }
    log('info', `restored the snapshot ${name}`);
    return { back: (back as WayBack)?.name ?? null, memory, status: await options.status() };
  };

  const keepBefore = async (image: string, signal: AbortSignal): Promise<void> => {
    const known = await readJsonFile(paths.bootedImage);
    if (isBooted(known) && known.image === image) return;
    if (isBooted(known) && (await hasState(paths))) {
      const createdAt = now();
      const name = automaticName('before-upgrade', createdAt);
      const tell = teller(name, 'create');
      await checkRoom(paths.snapshots, await bytesToKeepDisk(), 'A snapshot of the data disk');
      const copy = await copying(tell, signal);
      await takeAtRest({ ...copy, paths, name, reason: 'before-upgrade', createdAt }, true);
      await removeOldAutomatic(paths);
      log('info', `the guest's image has changed: the data disk was kept as ${name}`);
    }
    await writeFileAtomically(paths.bootedImage, JSON.stringify({ image }));
  };

  return {
    handlers: {
      'snapshots.list': () => describeSnapshots(paths),
      'snapshots.create': ({ name }, asker) => works.run(asker, (signal) => create(name, signal)),
      'snapshots.restore': ({ name }, asker) => works.run(asker, (signal) => restore(name, signal)),
      'snapshots.delete': ({ name }, asker) =>
        works.run(asker, async () => {
          await deleteSnapshot(paths, name);
          return describeSnapshots(paths);
        }),
      'snapshots.cancel': async () => void works.cancel(),
    },
    busy: () => works.busy(),
    async beforeBoot(image, signal) {
      try {
        await keepBefore(image, signal);
      } catch (error) {
        signal.throwIfAborted();
        log('warn', `before the upgrade of the guest's image: ${toFailure(error).message}`);
        await writeFileAtomically(paths.bootedImage, JSON.stringify({ image })).catch(() => undefined);
      } finally {
        options.tell(null);
      }
    },
    end: () => works.cancel(),
  };
}

/** States of a VM that nobody has asked for. */
const quietStates: ReadonlySet<string> = new Set(['stopped', 'sleeping', 'stopping', 'failed']);

function isBooted(value: unknown): value is { readonly image: string } {
  return typeof value === 'object' && value !== null && 'image' in value && typeof value.image === 'string';
}

const busy = {
  code: 'busy',
  message: 'Another snapshot is being made, restored or removed.',
  hint: 'Wait until that is done, and try again.',
} as const;

const cancelled = {
  code: 'aborted',
  message: 'The snapshot was given up; nothing has changed.',
  hint: 'Start it again.',
} as const;
