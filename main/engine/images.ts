import type Docker from 'dockerode';
import type { ImageInfo } from 'dockerode';
import type { Image } from '../contract/engine/images.ts';
import { attempt } from './connection.ts';
import { withEngineDeadline } from './deadlines.ts';

/** Every image that has a name or that a container uses, the newest first. */
export function listImages(engine: Docker, signal: AbortSignal): Promise<readonly Image[]> {
  return attempt('list the images', () =>
    withEngineDeadline('read', 'list the images', signal, async (abortSignal) =>
      (await engine.listImages({ abortSignal })).map(describeImage),
    ),
  );
}

/** The engine's description of an image, in the contract's form. */
export function describeImage(info: ImageInfo): Image {
  return {
    id: info.Id,
    tags: (info.RepoTags ?? []).filter((tag) => tag !== '<none>:<none>'),
    size: info.Size,
    createdAt: info.Created * 1000,
  };
}

/** Takes a tag off an image, or removes it by id; with its last tag the image goes. */
export function removeImage(
  engine: Docker,
  reference: string,
  force: boolean,
  signal: AbortSignal,
): Promise<void> {
  const doing = `remove the image ${reference.replace(/^sha256:([0-9a-f]{12})[0-9a-f]*$/, '$1')}`;
  return attempt(doing, () =>
    withEngineDeadline('change', doing, signal, async (abortSignal) => {
      await engine.getImage(reference).remove({ force, abortSignal });
    }),
  );
}
