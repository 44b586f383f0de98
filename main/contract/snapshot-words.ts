import { formatAge } from './format.ts';
import type { SnapshotProgress, SnapshotReason, Snapshots } from './snapshots.ts';

/** Why there is a snapshot, in a word or two. */
export const reasonWords: Readonly<Record<SnapshotReason, string>> = {
  asked: '',
  'before-restore': 'before a restore',
  'before-upgrade': 'before an upgrade',
  'before-reset': 'before a reset',
};

const stepWords: Readonly<Record<SnapshotProgress['step'], string>> = {
  sleep: 'Putting the VM to sleep',
  memory: 'Saving the memory',
  disk: 'Copying the disk',
  wake: 'Starting the VM',
};

/** What is being done, and how far it is. */
export function progressWords({ step, done }: SnapshotProgress): string {
  return done === null ? `${stepWords[step]} ...` : `${stepWords[step]}: ${Math.floor(done * 100)} %`;
}

/** What somebody who restores a snapshot is to know before: two sentences. Times in milliseconds since 1970. */
export function restoreWarning(createdAt: number, present: Snapshots['present'], now: number): string {
  const when = formatAge(createdAt, now);
  if (present.changedAt === null) return `The snapshot was made ${when}. There is no present state to lose.`;
  return (
    `Every change to containers, images and volumes since the snapshot was made (${when}) will be gone; the present state was ` +
    `last changed ${formatAge(present.changedAt, now)}. It is kept as a snapshot of its own, to go back to.`
  );
}
