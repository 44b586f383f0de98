import type { Image } from '../../main/contract/engine/images.ts';

/** Names of an image that its registry knows, too. Others were made here: there is nothing to compare them with. */
export function checkableNames({ tags, digests }: Pick<Image, 'tags' | 'digests'>): readonly string[] {
  const repositories = new Set(digests.map((digest) => digest.split('@')[0]));
  return tags.filter((tag) => repositories.has(tag.replace(/:[^:/]*$/, '')));
}
