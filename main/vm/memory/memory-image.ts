import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { readJsonFile, syncFolder, writeFileAtomically } from '../../util/atomic-file.ts';
import { ignoreMissing } from '../../util/file-errors.ts';
import { type DiskStamp, readDiskStamp } from '../disk-stamp.ts';
import { type Checksums, compare, type DataRange, sumUp } from './checksums.ts';
import { difference, type Fingerprint, fingerprintSchema } from './fingerprint.ts';

const schema = z.object({
  version: z.literal(1),
  /** How it was written: by QEMU, each page at its own place or one after the other; or shared memory first, and then QEMU's devices. */
  format: z.enum(['mapped', 'stream', 'apart']),
  fingerprint: fingerprintSchema,
  /** The data disk that the memory belongs to; null for memory that was saved before any was opened. */
  disk: z.object({ id: z.string(), generation: z.number(), modifiedNs: z.string() }).nullable(),
  sums: z.object({
    bytes: z.number(),
    pieces: z.array(z.tuple([z.number(), z.number()])),
    // Memory that was saved before it was looked for holes has none.
    blocks: z.number().nullable().default(null),
  }),
  /** Milliseconds since 1970. */
  savedAt: z.number(),
});

/** How memory was written. */
export type MemoryFormat = z.output<typeof schema>['format'];

/** The memory of a VM in a file. There is none without its manifest, which is written last. */
export interface MemoryImage {
  readonly file: string;
  readonly format: MemoryFormat;
  readonly fingerprint: Fingerprint;
  readonly disk: { readonly id: string; readonly generation: number; readonly modifiedNs: string } | null;
  readonly sums: Checksums;
  readonly savedAt: number;
}

/** Where a memory image stands: the memory, and beside it what it is bound to. */
export interface MemoryImagePaths {
  readonly memory: string;
  readonly manifest: string;
}

/** A memory image that is complete but for one last step: until {@link commit} nobody finds it. */
export interface SealedImage {
  commit(): Promise<void>;
}

/** Where QEMU is to write the memory that {@link seal} then puts in its place. */
export function unfinished(paths: MemoryImagePaths): string {
  return `${paths.memory}.tmp`;
}

/** What sealing works with. */
export interface SealOptions {
  /** Where a file holds data; null when that is not known. */
  readonly findData: (file: string, signal: AbortSignal) => Promise<readonly DataRange[] | null>;
  /** Hears of each part of the work that is over. */
  readonly onDone?: (part: 'sum' | 'place') => void;
}

/**
 * Makes what QEMU wrote to {@link unfinished} durable and sums it up. To be called while the VM stands still. `stamp` is
 * the data disk's, made after the guest's last write; null for memory that no disk belongs to.
 */
export async function seal(
  paths: MemoryImagePaths,
  what: { readonly format: MemoryFormat; readonly fingerprint: Fingerprint; readonly savedAt: number },
  disk: { readonly path: string; readonly stamp: DiskStamp } | null,
  { findData, onDone = () => undefined }: SealOptions,
  signal: AbortSignal,
): Promise<SealedImage> {
  const temporary = unfinished(paths);
  const sums = await syncAndSumUp(temporary, findData, signal);
  onDone('sum');
  await rename(temporary, paths.memory);
  await syncFolder(dirname(paths.memory));
  const binding = disk === null ? null : { ...disk.stamp, modifiedNs: await modifiedNs(disk.path) };
  // Written ahead, so that a full disk is found out while there is still a way back; in its place it counts.
  await writeFileAtomically(ahead(paths), JSON.stringify({ version: 1, ...what, disk: binding, sums }));
  onDone('place');
  return { commit: () => commit(paths) };
}

/** At once: the disk is busy with the one, a processor with the other. Whatever comes of it, nothing is open any more afterwards. */
async function syncAndSumUp(
  path: string,
  findData: SealOptions['findData'],
  signal: AbortSignal,
): Promise<Checksums> {
  const synced = syncFile(path);
  const [durable, sums] = await Promise.allSettled([
    synced,
    findData(path, signal).then((data) => sumUp(path, data, signal, synced)),
  ]);
  if (durable.status === 'rejected') throw durable.reason;
  if (sums.status === 'rejected') throw sums.reason;
  return sums.value;
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function ahead(paths: MemoryImagePaths): string {
  return `${paths.manifest}.tmp`;
}

async function commit(paths: MemoryImagePaths): Promise<void> {
  await rename(ahead(paths), paths.manifest);
  await syncFolder(dirname(paths.manifest));
}

/**
 * Commits what a host had sealed that was killed before it could. To be called while no VM runs. Whether there was such: all of
 * it was on disk before its manifest was written ahead, the stamp included, and whoever lets a guest run stamps the disk anew
 * before; so the stamp says that no guest has run since. Leaves alone what does not fit.
 */
export async function finishSealed(paths: MemoryImagePaths, dataDisk: string): Promise<boolean> {
  if (await isMemoryKept(paths)) return false;
  const image = await findMemoryImage({ memory: paths.memory, manifest: ahead(paths) });
  if (image === undefined || image.disk === null) return false;
  const memory = await stat(paths.memory).catch(ignoreMissing);
  const disk = await stat(dataDisk).catch(ignoreMissing);
  if (memory?.size !== image.sums.bytes || disk === undefined) return false;
  if ((await whyNotOf(image.disk, dataDisk)) !== null) return false;
  await commit(paths);
  return true;
}

/** What is there; undefined for none, and for one whose manifest cannot be read. Nothing is checked yet. */
export async function findMemoryImage(paths: MemoryImagePaths): Promise<MemoryImage | undefined> {
  const parsed = schema.safeParse(await readJsonFile(paths.manifest));
  return parsed.success ? { file: paths.memory, ...parsed.data } : undefined;
}

/** Whether memory was saved and not yet used, be it of use or not. */
export async function isMemoryKept(paths: MemoryImagePaths): Promise<boolean> {
  return (await stat(paths.manifest).catch(ignoreMissing)) !== undefined;
}

/**
 * Why a VM cannot go on from an image, in the words of a sentence; null when nothing speaks against it. Quick: the
 * memory itself is compared by {@link verify}.
 */
export async function whyUnfit(
  image: MemoryImage,
  present: Fingerprint,
  dataDisk: string,
): Promise<string | null> {
  const differs = difference(image.fingerprint, present);
  if (differs !== null) return differs;
  if ((await stat(image.file).catch(() => undefined)) === undefined) return 'its file is gone';
  return image.disk === null ? null : whyNotOf(image.disk, dataDisk);
}

/** Why a disk is not in the state that memory is bound to, in the words of a sentence; null when it is. */
export async function whyNotOf(
  bound: NonNullable<MemoryImage['disk']>,
  dataDisk: string,
): Promise<string | null> {
  const stamp = await readDiskStamp(dataDisk);
  if (stamp?.id !== bound.id)
    return `it belongs to generation ${bound.generation} of the data disk, which has been used since`;
  if ((await modifiedNs(dataDisk)) !== bound.modifiedNs) return 'the data disk was written to since';
  return null;
}

/**
 * Writes the manifest at `to` for the memory that is there already: the same as that of `image`, but bound to another
 * disk, which has to have the same content but for its stamp.
 */
export async function bindAnew(
  image: MemoryImage,
  to: MemoryImagePaths,
  disk: { readonly path: string; readonly stamp: DiskStamp },
): Promise<void> {
  const { file: _, ...rest } = image;
  const binding = { ...disk.stamp, modifiedNs: await modifiedNs(disk.path) };
  await writeFileAtomically(to.manifest, JSON.stringify({ version: 1, ...rest, disk: binding }));
}

/** Compares the memory with its sums. In which way it is damaged, for a sentence; null when it is not. */
export function verify(image: MemoryImage, signal: AbortSignal): Promise<string | null> {
  return compare(image.file, image.sums, signal);
}

/** Removes an image, or what is left of one; the manifest first, so that no part of it is ever taken for a whole. */
export async function discard(paths: MemoryImagePaths): Promise<void> {
  for (const path of [paths.manifest, ahead(paths), paths.memory, unfinished(paths)])
    await rm(path, { force: true });
}

/** Text: nanoseconds since 1970 are more than a number holds. */
async function modifiedNs(path: string): Promise<string> {
  return (await stat(path, { bigint: true })).mtimeNs.toString();
}
