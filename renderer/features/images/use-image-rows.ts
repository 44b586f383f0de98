import { useMemo } from 'react';
import { useEngine } from '../../state/engine-store.ts';
import { type ImageRow, imageRows } from './image-rows.ts';

/** The lines of the images' table, as the engine has them now. */
export function useImageRows(): readonly ImageRow[] {
  const images = useEngine((store) => store.images);
  const containers = useEngine((store) => store.containers);
  return useMemo(
    () =>
      images.kind === 'loaded'
        ? imageRows(images.items, containers.kind === 'loaded' ? containers.items : [])
        : [],
    [images, containers],
  );
}
