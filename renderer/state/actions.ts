import type { ContainerOptions } from '../../main/contract/engine/container-options.ts';
import type { Container, Made } from '../../main/contract/engine/containers.ts';
import { shortImageName } from '../../main/contract/engine/image-name.ts';
import type { Image } from '../../main/contract/engine/images.ts';
import { toFailure } from '../../main/contract/errors.ts';
import { call } from '../bridge.ts';
import { visibleText } from '../text/visible-text.ts';
import { notify } from './notices.ts';
import { track } from './pending.ts';
import { trackMany } from './track-many.ts';

/** Takes a tag off an image, or removes an image without one; `id` is the row on which it shows. */
export async function removeImage(id: string, reference: string, force = false): Promise<void> {
  await track(id, 'Removing…', async () => {
    await call('images.remove', { reference, force });
    return `Removed ${visibleText(shortImageName(reference))}.`;
  });
}

/** Removes images, each by the name of its row, and says in one notice what came of it. */
export async function removeImages(
  rows: readonly { readonly key: string; readonly reference: string }[],
): Promise<void> {
  await trackMany(
    rows.map(({ key, reference }) => ({ id: key, name: shortImageName(reference), reference })),
    { underWay: 'Removing…', done: 'Removed', verb: 'remove', one: 'image', many: 'images' },
    ({ reference }) => call('images.remove', { reference }),
  );
}

/** Removes an image with all of its names, one after another: by force the engine would take it from containers, too. */
export async function removeWholeImage({ id, tags }: Image): Promise<void> {
  await track(id, 'Removing…', async () => {
    for (const reference of tags.length === 0 ? [id] : tags) await call('images.remove', { reference });
    return `Removed ${visibleText(shortImageName(tags[0] ?? id))}.`;
  });
}

/** Makes a container, and starts it for `run`. Rejects when that could not be done, for the dialog to say so. */
export async function makeContainer(verb: 'create' | 'run', options: ContainerOptions): Promise<Made> {
  const made = await call(`containers.${verb}`, options);
  const done = verb === 'run' ? 'Started' : 'Created';
  notify({ kind: 'done', text: `${done} ${visibleText(made.name)} from ${visibleText(options.image)}.` });
  return made;
}

/** Copies a text; `what` completes "Copied …", null says nothing of a success that shows by itself. */
export async function copyText(text: string, what: string | null): Promise<void> {
  try {
    await call('app.copy', { text });
    if (what !== null) notify({ kind: 'done', text: `Copied ${what}.` });
  } catch (error) {
    notify({ kind: 'failure', failure: toFailure(error) });
  }
}

/** Whether the container has processes, so that removing it ends them. */
export function isAlive({ state }: Container): boolean {
  return state === 'running' || state === 'paused' || state === 'restarting';
}
