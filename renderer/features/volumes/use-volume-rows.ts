import { useEffect, useMemo } from 'react';
import { useEngine } from '../../state/engine-store.ts';
import { measureVolumes, useVolumeSizes } from '../../state/volumes-store.ts';
import { type VolumeRow, volumeRows } from './volume-rows.ts';

/** Every volume with what is known of it; measured while this can be seen, and again when volumes come or go. */
export function useVolumeRows(): readonly VolumeRow[] {
  const volumes = useEngine((store) => store.volumes);
  const containers = useEngine((store) => store.containers);
  const sizes = useVolumeSizes((store) => store.bytes);
  useEffect(() => {
    if (volumes.kind === 'loaded' && volumes.items.length > 0) measureVolumes();
  }, [volumes]);
  return useMemo(
    () =>
      volumes.kind === 'loaded'
        ? volumeRows(volumes.items, containers.kind === 'loaded' ? containers.items : [], sizes)
        : [],
    [volumes, containers, sizes],
  );
}
