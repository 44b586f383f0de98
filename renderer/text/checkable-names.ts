import { splitImageName } from '../../main/contract/engine/image-name.ts';
import type { Image } from '../../main/contract/engine/images.ts';

/** Names of an image that its registry knows, too. Others were made here: there is nothing to compare them with. */
export function checkableNames({ tags, digests }: Pick<Image, 'tags' | 'digests'>): readonly string[] {
  const repositories = new Set(digests.map((digest) => splitImageName(digest).repository));
  return tags.filter((tag) => repositories.has(splitImageName(tag).repository));
}
