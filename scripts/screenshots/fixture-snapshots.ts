import type { SnapshotProgress, Snapshots } from '../../main/contract/snapshots.ts';

const hour = 3_600_000;

/** Snapshots as somebody who works with them would have. */
export function someSnapshots(): Snapshots {
  const now = Date.now();
  return {
    snapshots: [
      {
        name: 'before-restore-2026-03-04-091502',
        createdAt: now - 2 * hour,
        reason: 'before-restore',
        memory: true,
        bytes: 2_930_000_000,
      },
      {
        name: 'seeded-database',
        createdAt: now - 9 * hour,
        reason: 'asked',
        memory: true,
        bytes: 2_810_000_000,
      },
      {
        name: 'before-upgrade-2026-02-27-183011',
        createdAt: now - 120 * hour,
        reason: 'before-upgrade',
        memory: false,
        bytes: 941_000_000,
      },
      { name: 'clean', createdAt: now - 400 * hour, reason: 'asked', memory: false, bytes: 412_000_000 },
    ],
    present: { changedAt: now - 60_000, bytes: 2_640_000_000 },
  };
}

/** One that is being made. */
export const snapshotProgress: SnapshotProgress = {
  name: 'before-migration',
  work: 'create',
  step: 'disk',
  done: 0.42,
};
