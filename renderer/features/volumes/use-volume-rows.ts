import { useEffect, useMemo } from 'react';
import type { Container } from '../../../main/contract/engine/containers.ts';
import type { Volume } from '../../../main/contract/engine/volumes.ts';
import { useEngine } from '../../state/engine-store.ts';
import { measureVolumes, useVolumeSizes } from '../../state/volumes-store.ts';
import { type VolumeRow, volumeRows } from './volume-rows.ts';

/** Milliseconds after which what containers have written meanwhile is measured. */
const measureEveryMs = 60_000;

/**
 * Every volume with what is known of it; measured while this can be seen: now and then, and when volumes come or go or a
 * container that has one starts or ends.
 */
export function useVolumeRows(): readonly VolumeRow[] {
  const volumes = useEngine((store) => store.volumes);
  const containers = useEngine((store) => store.containers);
  const sizes = useVolumeSizes((store) => store.bytes);
  const worth = useMemo(
    () =>
      volumes.kind === 'loaded' && volumes.items.length > 0
        ? worthMeasuring(volumes.items, containers.kind === 'loaded' ? containers.items : [])
        : null,
    [volumes, containers],
  );
  useEffect(() => {
    if (worth === null) return;
    measureVolumes();
    const timer = setInterval(measureVolumes, measureEveryMs);
    return () => clearInterval(timer);
  }, [worth]);
  return useMemo(
    () =>
      volumes.kind === 'loaded'
        ? volumeRows(volumes.items, containers.kind === 'loaded' ? containers.items : [], sizes)
        : [],
    [volumes, containers, sizes],
  );
}

/** What there is to measure, as a text: another one when a volume, or what is done with one, is another. */
function worthMeasuring(volumes: readonly Volume[], containers: readonly Container[]): string {
  const users = containers.filter((container) => container.volumes.length > 0);
  return [...volumes.map(({ name }) => name), ...users.map(({ id, state }) => `${id} ${state}`)]
    .toSorted()
    .join();
}
