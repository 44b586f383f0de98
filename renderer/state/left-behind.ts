import type { Container } from '../../main/contract/engine/containers.ts';
import { call } from '../bridge.ts';
import { findImage, fullReference } from '../text/image-reference.ts';
import { visibleText } from '../text/visible-text.ts';
import { openDialog } from './dialogs.ts';
import { useEngine } from './engine-store.ts';
import type { Notice } from './notices.ts';

/** The image that has a name now, and the containers that were made from it. */
export interface ImageUsers {
  readonly imageId: string;
  readonly users: readonly Container[];
}

/** Most containers that are offered to be recreated at once: the others are named. */
const mostOffers = 3;

/** Who uses the image of a name, before another one may take it over; undefined where there is none. */
export function usersOf(name: string): ImageUsers | undefined {
  const { images, containers } = useEngine.getState();
  if (images.kind !== 'loaded' || containers.kind !== 'loaded') return undefined;
  const image = findImage(images.items, name);
  if (image === undefined) return undefined;
  const users = containers.items.filter(
    (one) => one.imageId === image.id && fullReference(one.image) === fullReference(name),
  );
  return { imageId: image.id, users };
}

/** Of those who used a name's image before, who still runs it although another has the name now. Never rejects. */
export async function leftBehind(
  name: string,
  before: ImageUsers | undefined,
): Promise<readonly Container[]> {
  if (before === undefined || before.users.length === 0) return [];
  try {
    const { id } = await call('images.details', { id: name });
    return id === before.imageId ? [] : before.users;
  } catch {
    // It was removed at once: there is nothing to say of it.
    return [];
  }
}

/** What is told of a transfer that is done: who was left behind with the image from before can be recreated at once. */
export function doneNotice(said: string, users: readonly Container[]): Notice {
  const done = visibleText(said);
  if (users.length === 0) return { kind: 'done', text: done };
  const verb = users.length === 1 ? 'runs' : 'run';
  const names = users.map(({ name }) => name).join(', ');
  return {
    kind: 'news',
    text: `${done} ${visibleText(names)} still ${verb} the one from before.`,
    offers: users.slice(0, mostOffers).map((container) => ({
      title: `Recreate ${visibleText(container.name)}…`,
      onAction: () => openDialog({ kind: 'recreate', container }),
    })),
  };
}
