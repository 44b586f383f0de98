import { registryInName, splitImageName } from '../../main/contract/engine/image-name.ts';

/** An image's name in full, as the engine compares it: with its registry, `library` and a tag. An id stays as it is. */
export function fullReference(name: string): string {
  const trimmed = name.trim();
  if (/^(sha256:)?[0-9a-f]{12,64}$/.test(trimmed)) return trimmed;
  const { repository, tag, digest } = splitImageName(trimmed);
  const atHub = repository.replace(/^(?:index\.)?docker\.io\//, '');
  const whole =
    registryInName(repository) === null
      ? `docker.io/${atHub.includes('/') ? '' : 'library/'}${atHub}`
      : repository;
  return digest === null ? `${whole}:${tag ?? 'latest'}` : `${whole}@${digest}`;
}

/** Whether a name or an id (or its beginning) is one of an image that is here. */
export function findImage<
  T extends { readonly id: string; readonly tags: readonly string[]; readonly digests: readonly string[] },
>(images: readonly T[], name: string): T | undefined {
  const wanted = fullReference(name);
  const id = /^(?:sha256:)?([0-9a-f]{12,64})$/.exec(wanted)?.[1];
  return images.find(
    (image) =>
      [...image.tags, ...image.digests].some((known) => fullReference(known) === wanted) ||
      (id !== undefined && image.id.replace('sha256:', '').startsWith(id)),
  );
}
