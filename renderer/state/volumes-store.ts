import { create } from 'zustand';
import type { VolumeParameters } from '../../main/contract/engine/volumes.ts';
import { type Failure, toFailure } from '../../main/contract/errors.ts';
import { call } from '../bridge.ts';
import { visibleText } from '../text/visible-text.ts';
import { shownVolumeName } from '../text/volume-name.ts';
import { notify } from './notices.ts';
import { createRefresher } from './refresher.ts';
import { isRunning, useStatus } from './status-store.ts';
import { trackMany } from './track-many.ts';

interface VolumeSizes {
  /** Bytes by name; null for what cannot be told. What is missing was not measured yet. */
  readonly bytes: ReadonlyMap<string, number | null>;
  readonly isMeasuring: boolean;
  /** Why the last measuring failed; null when it did not. */
  readonly failure: Failure | null;
}

/** What the volumes take, as it was measured last. */
export const useVolumeSizes = create<VolumeSizes>(() => ({
  bytes: new Map(),
  isMeasuring: false,
  failure: null,
}));

const measuring = createRefresher(async () => {
  if (!isRunning(useStatus.getState())) return;
  useVolumeSizes.setState({ isMeasuring: true });
  try {
    const sizes = await call('volumes.sizes', {});
    const bytes = new Map(sizes.map(({ name, bytes: size }) => [name, size]));
    useVolumeSizes.setState({ bytes, failure: null });
  } catch (error) {
    useVolumeSizes.setState({ failure: toFailure(error) });
  } finally {
    useVolumeSizes.setState({ isMeasuring: false });
  }
});

/** Measures all volumes: again when that is under way already, since what is under way may have missed something. */
export function measureVolumes(): void {
  measuring.invalidate();
}

/** The id under which an action on a volume shows. */
export function volumeKey(name: string): string {
  return `volume ${name}`;
}

/** Makes a volume. Rejects when it could not be made, for the dialog to say so. */
export async function createVolume(parameters: VolumeParameters): Promise<void> {
  await call('volumes.create', parameters);
  notify({ kind: 'done', text: `Created the volume ${visibleText(parameters.name)}.` });
}

/** Removes volumes, and says in one notice what came of it. */
export async function removeVolumes(names: readonly string[]): Promise<void> {
  await trackMany(
    names.map((name) => ({ id: volumeKey(name), volume: name, name: shownVolumeName(name) })),
    { underWay: 'Removing…', done: 'Removed', verb: 'remove', one: 'volume', many: 'volumes' },
    ({ volume }) => call('volumes.remove', { name: volume }),
  );
}
