import { call } from '../bridge.ts';
import { findImage, fullReference } from '../text/image-reference.ts';
import { useEngine } from './engine-store.ts';

/** The image that has a name now, and the names of the containers that were made from it. */
export interface ImageUsers {
  readonly imageId: string;
  readonly users: readonly string[];
}

/** Who uses the image of a name, before another one may take it over; undefined where there is none. */
export function usersOf(name: string): ImageUsers | undefined {
  const { images, containers } = useEngine.getState();
  if (images.kind !== 'loaded' || containers.kind !== 'loaded') return undefined;
  const image = findImage(images.items, name);
  if (image === undefined) return undefined;
  const users = containers.items.filter(
    (one) => one.imageId === image.id && fullReference(one.image) === fullReference(name),
  );
  return { imageId: image.id, users: users.map((container) => container.name) };
}

/** Of those who used a name's image before, who still runs it although another has the name now. Never rejects. */
export async function leftBehind(name: string, before: ImageUsers | undefined): Promise<readonly string[]> {
  if (before === undefined || before.users.length === 0) return [];
  try {
    const { id } = await call('images.details', { id: name });
    return id === before.imageId ? [] : before.users;
  } catch {
    // It was removed at once: there is nothing to say of it.
    return [];
  }
}
