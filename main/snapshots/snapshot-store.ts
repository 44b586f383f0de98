import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SlipwayError } from '../contract/errors.ts';
import { type Snapshot, type Snapshots, snapshotName, snapshotReasons } from '../contract/snapshots.ts';
import type { HomePaths } from '../home/paths.ts';
import { readJsonFile, syncFolder, writeFileAtomically } from '../util/atomic-file.ts';
import { ignoreMissing } from '../util/file-errors.ts';
import { usedBytes } from '../util/used-bytes.ts';
import { type SnapshotFiles, snapshotFiles, snapshotFolder } from './snapshot-files.ts';

const recordSchema = z.object({
  version: z.literal(1),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  reason: z.enum(snapshotReasons),
  memory: z.boolean(),
  /** `bytes`: the disk's size as the guest sees it. */
  disk: z.object({ format: z.enum(['raw', 'qcow2']), bytes: z.number() }),
});

/** What a snapshot says of itself. */
export type SnapshotRecord = z.output<typeof recordSchema>;

/** Automatic snapshots that are kept for each reason; older ones make room. */
const keptOfEach = 2;

/** What is there, the newest first. What is unfinished is no snapshot: it has no such name, or no record. */
export async function listSnapshots(paths: HomePaths): Promise<readonly Snapshot[]> {
  const names = (await readdir(paths.snapshots).catch(ignoreMissing)) ?? [];
  const found = await Promise.all(
    names
      .filter((name) => snapshotName.safeParse(name).success)
      .map(async (name): Promise<Snapshot | undefined> => {
        const record = await readRecord(paths, name);
        if (record === undefined) return undefined;
        const { createdAt, reason, memory } = record;
        return { name, createdAt, reason, memory, bytes: await usedBytes(snapshotFolder(paths, name)) };
      }),
  );
  return found.filter((one) => one !== undefined).sort((a, b) => b.createdAt - a.createdAt);
}

/** {@link listSnapshots}, and the state that there is now. */
export async function describeSnapshots(paths: HomePaths): Promise<Snapshots> {
  const disk = await stat(paths.dataDisk).catch(ignoreMissing);
  return {
    snapshots: await listSnapshots(paths),
    present: {
      changedAt: disk === undefined ? null : Math.round(disk.mtimeMs),
      bytes: await usedBytes(paths.disks),
    },
  };
}

/** What a snapshot says of itself; undefined when there is none of that name. */
export async function readRecord(paths: HomePaths, name: string): Promise<SnapshotRecord | undefined> {
  const parsed = recordSchema.safeParse(
    await readJsonFile(snapshotFiles(snapshotFolder(paths, name)).record),
  );
  return parsed.success ? parsed.data : undefined;
}

/** {@link readRecord}; throws `not-found`, naming what there is. */
export async function findSnapshot(paths: HomePaths, name: string): Promise<SnapshotRecord> {
  const record = await readRecord(paths, name);
  if (record !== undefined) return record;
  const names = (await listSnapshots(paths)).map((one) => one.name);
  throw new SlipwayError({
    code: 'not-found',
    message: `There is no snapshot named ${name}.`,
    hint:
      names.length === 0
        ? 'There is no snapshot yet. Make one: slipway snapshot create NAME'
        : `There are: ${names.join(', ')}.`,
  });
}

/** Throws `invalid-argument` when a name is taken. */
export async function checkIsFree(paths: HomePaths, name: string): Promise<void> {
  // Whatever lies there: also on a file system to which "A" and "a" are one name.
  if ((await stat(snapshotFolder(paths, name)).catch(ignoreMissing)) === undefined) return;
  throw new SlipwayError({
    code: 'invalid-argument',
    message: `There is a snapshot named ${name} already.`,
    hint: `Take another name, or remove it: \`slipway snapshot delete ${name}\`.`,
  });
}

/**
 * Fills a new snapshot's folder under a name that nobody takes for a snapshot's; it gets its own once all is on disk.
 * Leaves nothing behind when it rejects.
 */
export async function addSnapshot(
  paths: HomePaths,
  name: string,
  fill: (files: SnapshotFiles) => Promise<SnapshotRecord>,
): Promise<Snapshot> {
  const folder = temporaryFolder(paths, name);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await publishSnapshot(paths, folder, name, await fill(snapshotFiles(folder)));
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  const made = (await listSnapshots(paths)).find((one) => one.name === name);
  if (made === undefined) throw new Error(`The snapshot ${name} is gone as soon as it was made`);
  return made;
}

/** Makes a snapshot of a folder whose other files are all there and durable. */
export async function publishSnapshot(
  paths: HomePaths,
  folder: string,
  name: string,
  record: SnapshotRecord,
): Promise<void> {
  await writeFileAtomically(snapshotFiles(folder).record, JSON.stringify(record));
  await rename(folder, snapshotFolder(paths, name));
  await syncFolder(paths.snapshots);
}

/** Removes a snapshot: from the first moment on it is none any more. Throws `not-found`. */
export async function deleteSnapshot(paths: HomePaths, name: string): Promise<void> {
  await findSnapshot(paths, name);
  const leaving = temporaryFolder(paths, name);
  await rename(snapshotFolder(paths, name), leaving);
  await syncFolder(paths.snapshots);
  await rm(leaving, { recursive: true, force: true });
}

/** Removes automatic snapshots of which there are newer ones enough, but for the one named. */
export async function removeOldAutomatic(paths: HomePaths, except?: string): Promise<void> {
  const snapshots = await listSnapshots(paths);
  for (const reason of snapshotReasons) {
    if (reason === 'asked') continue;
    const ofReason = snapshots.filter((one) => one.reason === reason);
    for (const { name } of ofReason.slice(keptOfEach)) {
      if (name !== except) await deleteSnapshot(paths, name);
    }
  }
}

/** A name for a snapshot that is made by itself. */
export function automaticName(reason: Exclude<Snapshot['reason'], 'asked'>, now: number): string {
  const [date = '', time = ''] = new Date(now).toISOString().split('T');
  return `${reason}-${date}-${time.slice(0, 8).replaceAll(':', '')}`;
}

/** {@link automaticName}, or one like it that is not taken. */
export async function freeAutomaticName(
  paths: HomePaths,
  reason: Exclude<Snapshot['reason'], 'asked'>,
  now: number,
): Promise<string> {
  const wanted = automaticName(reason, now);
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if ((await stat(snapshotFolder(paths, name)).catch(ignoreMissing)) === undefined) return name;
  }
}

/** Removes what was left when a making or a deletion was cut short. Nothing may be under way. */
export async function removeUnfinished(paths: HomePaths): Promise<void> {
  const names = (await readdir(paths.snapshots).catch(ignoreMissing)) ?? [];
  for (const name of names.filter((one) => one.startsWith('.') && one.endsWith('.tmp')))
    await rm(join(paths.snapshots, name), { recursive: true, force: true });
}

function temporaryFolder(paths: HomePaths, name: string): string {
  return join(paths.snapshots, `.${name}.${randomBytes(4).toString('hex')}.tmp`);
}
