import type { Container } from '../../../main/contract/engine/containers.ts';
import type { Volume } from '../../../main/contract/engine/volumes.ts';
import { shownVolumeName } from '../../text/volume-name.ts';

/** A line of the volumes' table. */
export interface VolumeRow extends Volume {
  /** What it is called where there is little room. */
  readonly shownName: string;
  /** Bytes; null when its driver cannot tell, undefined as long as it was not measured. */
  readonly bytes: number | null | undefined;
  /** The containers that have it, running or not. */
  readonly usedBy: readonly Container[];
}

/** Puts together what is known of each volume. */
export function volumeRows(
  volumes: readonly Volume[],
  containers: readonly Container[],
  sizes: ReadonlyMap<string, number | null>,
): readonly VolumeRow[] {
  const users = new Map<string, Container[]>();
  for (const container of containers) {
    for (const name of new Set(container.volumes.map((volume) => volume.name))) {
      const known = users.get(name);
      if (known === undefined) users.set(name, [container]);
      else known.push(container);
    }
  }
  return volumes.map((volume) => ({
    ...volume,
    shownName: shownVolumeName(volume.name),
    bytes: sizes.get(volume.name),
    usedBy: users.get(volume.name) ?? [],
  }));
}

/** The lines in whose name, driver, project or users every word of the filter turns up; `unused` finds what nothing uses. */
export function filterVolumes(rows: readonly VolumeRow[], filter: string): readonly VolumeRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter(({ name, driver, project, usedBy, isAnonymous }) => {
    const text = [
      name,
      driver,
      project,
      isAnonymous ? 'anonymous' : '',
      ...(usedBy.length === 0 ? ['unused'] : usedBy.map((container) => container.name)),
    ]
      .join(' ')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** What is known of the size of some volumes together; `isWhole` when each was measured. */
export function sizeOf(rows: readonly VolumeRow[]): { readonly bytes: number; readonly isWhole: boolean } {
  return {
    bytes: rows.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
    isWhole: rows.every(({ bytes }) => typeof bytes === 'number'),
  };
}
