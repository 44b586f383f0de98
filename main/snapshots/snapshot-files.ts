import { basename, join } from 'node:path';
import type { HomePaths } from '../home/paths.ts';
import type { MemoryImagePaths } from '../vm/memory/memory-image.ts';

/** The files of a snapshot in its folder. */
export interface SnapshotFiles {
  readonly folder: string;
  /** Says what the snapshot is; written last. */
  readonly record: string;
  /** The memory as it was saved, and what it is bound to: the state of the disk that lies beside it. */
  readonly memory: MemoryImagePaths;
  /** The data disk as it was. */
  readonly disk: string;
  /** The data disk in small: in its place. */
  readonly compactDisk: string;
}

/** Names the files of the snapshot in a folder. */
export function snapshotFiles(folder: string): SnapshotFiles {
  return {
    folder,
    record: join(folder, 'snapshot.json'),
    memory: { memory: join(folder, 'memory'), manifest: join(folder, 'memory.json') },
    disk: join(folder, 'disk.img'),
    compactDisk: join(folder, 'disk.qcow2'),
  };
}

/** What belongs to the data disk beside itself, by its place in the home; small, and not always there. */
export function companions(paths: HomePaths): readonly string[] {
  return [paths.dataDiskRecord, paths.bundledImages, paths.bootedImage];
}

/** Where a {@link companions} file is kept in a snapshot. */
export function companionIn(folder: string, companion: string): string {
  return join(folder, `disk-${basename(companion)}`);
}

/** The folder of a snapshot. `name` has been checked before. */
export function snapshotFolder(paths: HomePaths, name: string): string {
  return join(paths.snapshots, name);
}
