import type Docker from 'dockerode';
import type { ImageInfo } from 'dockerode';
import { z } from 'zod';
import { repositoryAndTag, shortImageName } from '../contract/engine/image-name.ts';
import type { Image } from '../contract/engine/images.ts';
import { SlipwayError } from '../contract/errors.ts';
import { askJson, pathOfName } from './ask.ts';
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
    digests: (info.RepoDigests ?? []).filter((digest) => !digest.startsWith('<none>')),
    size: info.Size,
    createdAt: info.Created * 1000,
  };
}

/** What of an image is removed: see `images.remove`. */
export interface ImageRemoval {
  readonly reference: string;
  readonly force: boolean;
  readonly id?: string | undefined;
}

/** Takes a tag off an image, or removes it by id; with its last tag the image goes. */
export function removeImage(
  engine: Docker,
  { reference, force, id }: ImageRemoval,
  signal: AbortSignal,
): Promise<void> {
  const doing = `remove the image ${shortImageName(reference)}`;
  return attempt(doing, () =>
    withEngineDeadline('change', doing, signal, async (abortSignal) => {
      if (id !== undefined && (await idOf(engine, reference, abortSignal)) !== id)
        throw new SlipwayError({
          code: 'not-found',
          message: `Could not ${doing}: another image has that name now.`,
          hint: 'Look at what there is now before it is removed.',
        });
      await engine.getImage(reference).remove({ force, abortSignal });
    }),
  );
}

async function idOf(engine: Docker, reference: string, signal: AbortSignal): Promise<string> {
  const asked = { method: 'GET', path: `/images/${pathOfName(reference)}/json` } as const;
  return z.object({ Id: z.string() }).parse(await askJson(engine, asked, signal)).Id;
}

/** Gives an image one more name. */
export function tagImage(engine: Docker, id: string, name: string, signal: AbortSignal): Promise<void> {
  const doing = `give the image ${shortImageName(id)} the name ${name}`;
  if (name.includes('@'))
    throw new SlipwayError({
      code: 'invalid-argument',
      message: `Could not ${doing}: what follows an @ is a digest, which nobody can choose.`,
      hint: 'Give it a name like shop/web:2.',
    });
  const { repository, tag } = repositoryAndTag(name);
  return attempt(doing, () =>
    withEngineDeadline('change', doing, signal, async (until) => {
      const query = { repo: repository, tag };
      await askJson(engine, { method: 'POST', path: `/images/${pathOfName(id)}/tag`, query }, until);
    }),
  );
}
