import type { Image } from '../../main/contract/engine/images.ts';
import { findImage } from './image-reference.ts';

/**
 * The image that now has the name by which a container was made, when that is another one than the container's; undefined
 * otherwise, and for one that was made by an id or a digest, which is of one image for ever.
 */
export function newerImage(name: string, imageId: string, images: readonly Image[]): Image | undefined {
  const named = findImage(
    images.map((image) => ({ ...image, digests: [] })),
    name,
  );
  const isById = named?.id.replace('sha256:', '').startsWith(name.replace('sha256:', '')) ?? false;
  return named === undefined || named.id === imageId || isById ? undefined : named;
}
