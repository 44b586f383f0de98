import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { SlipwayError } from '../contract/errors.ts';
import { snapshotName, snapshotReasons } from '../contract/snapshots.ts';
import type { HomePaths } from '../home/paths.ts';
import { readJsonFile, syncFolder, writeFileAtomically } from '../util/atomic-file.ts';
import { linkOrCopy, syncFile } from '../util/copy-file.ts';
import { ignoreMissing } from '../util/file-errors.ts';
import { isFormatted } from '../vm/data-disk.ts';
import { stampDisk } from '../vm/disk-stamp.ts';
import { bindAnew, findMemoryImage, whyNotOf } from '../vm/memory/memory-image.ts';
import { type CopyOptions, copyDisk } from './copy-disk.ts';
import { companionIn, companions, snapshotFiles, snapshotFolder } from './snapshot-files.ts';
import { publishSnapshot, type SnapshotRecord } from './snapshot-store.ts';

/*
 * A new state takes the place of the present one in three steps. What is to come is made ready in a folder of its own,
 * `.exchange/in`; a plan is written beside it; then each present file is moved to `.exchange/out`, and each new one to its
 * place. Until the plan stands all that can be thrown away, and the present state is whole. From then on the exchange goes
 * on to its end: here, or by the next host, for which every step can be done twice. No VM runs meanwhile.
 */

const planSchema = z.object({
  version: z.literal(1),
  /** Names of the files in `in`, as of when the plan was made. */
  incoming: z.array(z.string()),
  /** What becomes of the present state; null when there is none worth keeping. */
  back: z.object({ name: snapshotName, reason: z.enum(snapshotReasons), createdAt: z.number() }).nullable(),
});

type Plan = z.output<typeof planSchema>;

/** What becomes of the state that gives way. */
export type WayBack = Plan['back'];

function exchangeFiles(paths: HomePaths) {
  const folder = join(paths.snapshots, '.exchange');
  return { folder, plan: join(folder, 'plan.json'), in: join(folder, 'in'), out: join(folder, 'out') };
}

/** A file of the present state, and what it is called in a snapshot. */
function statePlaces(paths: HomePaths, out: string): readonly (readonly [place: string, kept: string])[] {
  const kept = snapshotFiles(out);
  return [
    // First, so that no part of a saved memory is ever taken for a whole; in the other direction it comes last.
    [paths.asleep.manifest, kept.memory.manifest],
    [paths.asleep.memory, kept.memory.memory],
    [paths.dataDisk, kept.disk],
    ...companions(paths).map((place) => [place, companionIn(out, place)] as const),
  ];
}

/**
 * Puts copies of a snapshot's disk and, if wanted, its memory in the place of what is there, which becomes the snapshot
 * `back`. The next start goes on from that memory. Can be given up until the copies are made.
 */
export async function putBack(
  paths: HomePaths,
  name: string,
  record: SnapshotRecord,
  withMemory: boolean,
  back: WayBack,
  options: CopyOptions,
): Promise<void> {
  const exchange = exchangeFiles(paths);
  const source = snapshotFiles(snapshotFolder(paths, name));
  await begin(paths);
  try {
    const disk = join(exchange.in, basename(paths.dataDisk));
    const { format } = record.disk;
    const from = { path: format === 'raw' ? source.disk : source.compactDisk, format };
    await copyDisk(from, { path: disk, format: 'raw' }, options);
    const incoming = [basename(disk)];
    for (const place of companions(paths)) {
      const copy = join(exchange.in, basename(place));
      const there = await copyFile(companionIn(source.folder, place), copy).then(() => true, ignoreMissing);
      if (!there) continue;
      await syncFile(copy);
      incoming.push(basename(place));
    }
    // A disk without a file system gets no stamp: the guest would not take it for blank.
    const stamp = incoming.includes(basename(paths.dataDiskRecord)) ? await stampDisk(disk) : undefined;
    if (withMemory && stamp !== undefined) {
      const image = await findMemoryImage(source.memory);
      if (image === undefined) throw damaged(name);
      const names = [paths.asleep.memory, paths.asleep.manifest].map((path) => basename(path));
      const [memory = '', manifest = ''] = names.map((one) => join(exchange.in, one));
      await linkOrCopy(image.file, memory, options.signal);
      await bindAnew(image, { memory, manifest }, { path: disk, stamp });
      incoming.push(...names);
    }
    options.signal.throwIfAborted();
    await commit(paths, { version: 1, incoming, back });
  } catch (error) {
    await rm(exchange.folder, { recursive: true, force: true });
    throw error;
  }
  await finishExchange(paths);
}

/** Moves the present state away, so that the next start begins with nothing; it becomes the snapshot `back`. */
export async function setAside(paths: HomePaths, back: NonNullable<WayBack>): Promise<void> {
  await begin(paths);
  await commit(paths, { version: 1, incoming: [], back });
  await finishExchange(paths);
}

async function begin(paths: HomePaths): Promise<void> {
  const exchange = exchangeFiles(paths);
  await finishExchange(paths);
  await mkdir(exchange.in, { recursive: true, mode: 0o700 });
  const [here, there] = await Promise.all([stat(paths.disks), stat(paths.snapshots)]);
  if (here.dev === there.dev) return;
  await rm(exchange.folder, { recursive: true, force: true });
  throw new SlipwayError({
    code: 'home-unwritable',
    message: `${paths.disks} and ${paths.snapshots} lie on different file systems: files cannot be moved between them.`,
    hint: `Let both lie on one; ${paths.snapshots} can be a link to a folder there.`,
  });
}

/** From here on there is no way but forward. */
async function commit(paths: HomePaths, plan: Plan): Promise<void> {
  const exchange = exchangeFiles(paths);
  await syncFolder(exchange.in);
  await syncFolder(exchange.folder);
  await syncFolder(paths.snapshots);
  await writeFileAtomically(exchange.plan, JSON.stringify(plan));
}

/**
 * Ends an exchange that was cut short: forward when its plan stands, back otherwise. Does nothing when there is none. To be
 * called before anything looks at the disk, by whoever holds the home; harmless to repeat.
 */
export async function finishExchange(paths: HomePaths): Promise<void> {
  const exchange = exchangeFiles(paths);
  const parsed = planSchema.safeParse(await readJsonFile(exchange.plan));
  if (!parsed.success) return rm(exchange.folder, { recursive: true, force: true });
  const { incoming, back } = parsed.data;
  await mkdir(exchange.out, { recursive: true, mode: 0o700 });
  const places = statePlaces(paths, exchange.out);
  for (const [place, kept] of places) {
    // A file that has come in already is not moved out after the one before it.
    const stillToCome = await exists(join(exchange.in, basename(place)));
    if (incoming.includes(basename(place)) && !stillToCome) continue;
    await rename(place, kept).catch(ignoreMissing);
  }
  await syncFolder(exchange.out);
  for (const [place] of places.toReversed()) {
    if (incoming.includes(basename(place)))
      await rename(join(exchange.in, basename(place)), place).catch(ignoreMissing);
  }
  await syncFolder(paths.disks);
  if (back !== null) await keepWayBack(paths, back);
  await rm(exchange.plan, { force: true });
  await syncFolder(exchange.folder);
  await rm(exchange.folder, { recursive: true, force: true });
}

async function keepWayBack(paths: HomePaths, back: NonNullable<WayBack>): Promise<void> {
  const { out } = exchangeFiles(paths);
  const files = snapshotFiles(out);
  const bytes = (await stat(files.disk).catch(ignoreMissing))?.size;
  if (bytes === undefined) return;
  const image = await findMemoryImage(files.memory);
  const memory = image?.disk != null && (await whyNotOf(image.disk, files.disk)) === null;
  await publishSnapshot(paths, out, back.name, {
    version: 1,
    createdAt: back.createdAt,
    reason: back.reason,
    memory,
    disk: { format: 'raw', bytes },
  });
}

/** Whether there is a state worth keeping: a data disk that was ever used. */
export async function hasState(paths: HomePaths): Promise<boolean> {
  return (await exists(paths.dataDisk)) && (await isFormatted(paths));
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(ignoreMissing)) !== undefined;
}

function damaged(name: string): SlipwayError {
  return new SlipwayError({
    code: 'not-found',
    message: `The memory of the snapshot ${name} is gone or damaged.`,
    hint: 'Restore another one.',
  });
}
