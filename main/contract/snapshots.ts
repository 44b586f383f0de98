import { z } from 'zod';
import { snapshotNamePattern, snapshotNameRule } from './snapshot-name.ts';
import type { Status } from './status.ts';

/** A name that fits {@link snapshotNamePattern}. */
export const snapshotName = z.string().regex(snapshotNamePattern, snapshotNameRule);

/** Why there is a snapshot: somebody asked for it, or Slipway made it by itself before doing what its name says. */
export const snapshotReasons = ['asked', 'before-restore', 'before-upgrade', 'before-reset'] as const;

/** One of {@link snapshotReasons}. */
export type SnapshotReason = (typeof snapshotReasons)[number];

/** A state of the engine that was kept: all images, containers and volumes. */
export interface Snapshot {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly reason: SnapshotReason;
  /** The memory is in it too: containers go on where they were. */
  readonly memory: boolean;
  /** Blocks that its files take on the host's disk, in bytes; blocks that another file shares are counted. */
  readonly bytes: number;
}

/** What there is to go back to, the newest first, and what would give way to it. */
export interface Snapshots {
  readonly snapshots: readonly Snapshot[];
  /** The state as it is now: when the data disk was last written to (null: there is none), and the blocks it takes. */
  readonly present: { readonly changedAt: number | null; readonly bytes: number };
}

/** How far a snapshot's making or restoring is. */
export interface SnapshotProgress {
  readonly name: string;
  readonly work: 'create' | 'restore';
  readonly step: 'sleep' | 'memory' | 'disk' | 'wake';
  /** From 0 to 1; null where that is not known. */
  readonly done: number | null;
}

/** What came of a restore. */
export interface Restored {
  /** The snapshot that holds what was there before; null when there was nothing. */
  readonly back: string | null;
  /** Whether containers go on where they were; if the snapshot's memory cannot be used, why, as part of a sentence. */
  readonly memory: { readonly kind: 'used' | 'none' } | { readonly kind: 'unfit'; readonly why: string };
  readonly status: Status;
}
