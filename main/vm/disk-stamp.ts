import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import { z } from 'zod';

/**
 * The stamp stands in the disk's first sector, which ext4 leaves alone (its superblock begins at byte 1024), so that it
 * goes with the disk wherever that is copied to, and goes back with it when an old copy is put in its place.
 */
const sectorBytes = 512;

const schema = z.object({
  slipway: z.literal(1),
  id: z.string(),
  generation: z.number().int().nonnegative(),
});

/** Which state of a data disk this is. */
export interface DiskStamp {
  /** Made anew at each stamping, so that no two states of any disk share one. */
  readonly id: string;
  /** Counts the stampings of this disk, from 1. */
  readonly generation: number;
}

/**
 * Stamps the disk with a new identity: whatever was saved with an earlier one does not belong to it any more. To be
 * called before a guest that may write to the disk runs, and once more when memory is saved with the disk as it is.
 * Resolves when the disk has it for good.
 *
 * Only while no guest runs. A mounted ext4 keeps the sector in memory beside its superblock, and writes it back as it
 * was when it was mounted: an older stamp may return, the latest one never does by itself.
 */
export async function stampDisk(path: string): Promise<DiskStamp> {
  const stamp = { id: randomUUID(), generation: ((await readDiskStamp(path))?.generation ?? 0) + 1 };
  const sector = Buffer.alloc(sectorBytes);
  sector.write(JSON.stringify({ slipway: 1, ...stamp }));
  const file = await open(path, 'r+');
  try {
    await file.write(sector, 0, sectorBytes, 0);
    await file.sync();
  } finally {
    await file.close();
  }
  return stamp;
}

/** The disk's stamp; undefined when it never had one, or when it was overwritten. */
export async function readDiskStamp(path: string): Promise<DiskStamp | undefined> {
  const sector = Buffer.alloc(sectorBytes);
  const file = await open(path, 'r');
  try {
    await file.read(sector, 0, sectorBytes, 0);
  } finally {
    await file.close();
  }
  const end = sector.indexOf(0);
  try {
    const { id, generation } = schema.parse(
      JSON.parse(sector.toString('utf8', 0, end < 0 ? undefined : end)),
    );
    return { id, generation };
  } catch {
    return undefined;
  }
}
