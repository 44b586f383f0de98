import { create } from 'zustand';
import type { KindUsage } from '../../main/contract/engine/system.ts';
import { type UsageKind, usageKinds } from '../../main/contract/engine/usage-kinds.ts';
import { type Failure, toFailure } from '../../main/contract/errors.ts';
import { formatSize } from '../../main/contract/format.ts';
import { call } from '../bridge.ts';
import { track } from './pending.ts';
import { createRefresher } from './refresher.ts';
import { isRunning, useStatus } from './status-store.ts';

/** What the things of one kind take, as far as it is known. */
export interface MeasuredKind {
  /** As it was measured last; null before. */
  readonly usage: KindUsage | null;
  readonly isMeasuring: boolean;
  /** Why the last measuring failed; null when it did not. */
  readonly failure: Failure | null;
}

type DiskUsageStore = Readonly<Record<UsageKind, MeasuredKind>>;

const unknown: MeasuredKind = { usage: null, isMeasuring: false, failure: null };

/** What each kind takes on the engine's disk. */
export const useDiskUsage = create<DiskUsageStore>(() => ({
  images: unknown,
  containers: unknown,
  volumes: unknown,
  builds: unknown,
}));

function set(kind: UsageKind, news: Partial<MeasuredKind>): void {
  useDiskUsage.setState((now) => ({ [kind]: { ...now[kind], ...news } }));
}

function setAllMeasuring(): void {
  for (const kind of usageKinds) set(kind, { isMeasuring: true });
}

// One kind after the other: two at once would only wait for the same disk.
const measuring = createRefresher(async () => {
  setAllMeasuring();
  for (const kind of usageKinds) await measureKind(kind);
});

/** Measures everything, one kind after the other. */
export function measureUsage(): void {
  // It shows at once, though it may have to wait for what is being measured now.
  setAllMeasuring();
  measuring.invalidate();
}

/** Measures one kind. Never rejects: what went wrong is in {@link useDiskUsage}. */
export async function measureKind(kind: UsageKind): Promise<void> {
  set(kind, { isMeasuring: true });
  if (isRunning(useStatus.getState())) {
    try {
      set(kind, { usage: await call('system.usage', { kind }), failure: null });
    } catch (error) {
      set(kind, { failure: toFailure(error) });
    }
  }
  set(kind, { isMeasuring: false });
}

/** The id under which the prune of a kind shows. */
export function pruneKey(kind: UsageKind): string {
  return `prune ${kind}`;
}

/** Removes what nothing uses of a kind, says what it freed, and measures again. */
export async function pruneKind(kind: Exclude<UsageKind, 'volumes'>, all: boolean): Promise<void> {
  await track(pruneKey(kind), 'Removing…', async () => {
    const { count, bytes } = await call('system.prune', { kind, all });
    return count === 0
      ? 'There was nothing to remove.'
      : `Removed ${count}, which freed ${formatSize(bytes)}.`;
  });
  measureUsage();
}
