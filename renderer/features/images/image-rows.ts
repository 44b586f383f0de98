import type { Container } from '../../../main/contract/engine/containers.ts';
import { splitImageName } from '../../../main/contract/engine/image-name.ts';
import type { Image } from '../../../main/contract/engine/images.ts';
import { checkableNames } from '../../text/checkable-names.ts';

/** A line of the images' table: one name of an image, or an image without one. */
export interface ImageRow {
  readonly key: string;
  readonly id: string;
  /** Null for an image without a name. */
  readonly repository: string | null;
  readonly tag: string | null;
  /** What the engine calls this line: `repository:tag`, or the id. */
  readonly reference: string;
  /** As registries know it: `repository@sha256:…`. */
  readonly digests: readonly string[];
  /** Its registry knows this name, too: there may be a newer one. */
  readonly isCheckable: boolean;
  readonly size: number;
  readonly createdAt: number;
  /** Names of the containers made from it. */
  readonly usedBy: readonly string[];
}

/** Which images the table shows. */
export type ImageKind = 'all' | 'used' | 'unused' | 'unnamed';

/** One line per name, as `docker images` has it. The containers are counted by the image's id. */
export function imageRows(images: readonly Image[], containers: readonly Container[]): readonly ImageRow[] {
  const users = new Map<string, string[]>();
  for (const { imageId, name } of containers) {
    const names = users.get(imageId);
    if (names === undefined) users.set(imageId, [name]);
    else names.push(name);
  }
  return images.flatMap(({ id, tags, digests, size, createdAt }): ImageRow[] => {
    const common = { id, digests, size, createdAt, usedBy: users.get(id) ?? [] };
    if (tags.length === 0) {
      // Its name went over to a newer one: the registry's digest still tells whose it was.
      const [digest] = digests;
      const repository = digest === undefined ? null : splitImageName(digest).repository;
      return [{ ...common, key: id, repository, tag: null, reference: id, isCheckable: false }];
    }
    const checkable = checkableNames({ tags, digests });
    return tags.map((reference) => {
      const { repository, tag } = splitImageName(reference);
      const isCheckable = checkable.includes(reference);
      return { ...common, key: `${id} ${reference}`, repository, tag, reference, isCheckable };
    });
  });
}

/** The lines of a kind in whose name, tag or id every word of the filter turns up. */
export function filterImages(
  rows: readonly ImageRow[],
  filter: string,
  kind: ImageKind = 'all',
): readonly ImageRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const text = `${row.repository ?? ''} ${row.reference} ${row.id}`.toLowerCase();
    return isOfKind(row, kind) && words.every((word) => text.includes(word));
  });
}

function isOfKind({ usedBy, tag }: ImageRow, kind: ImageKind): boolean {
  if (kind === 'used') return usedBy.length > 0;
  if (kind === 'unused') return usedBy.length === 0;
  return kind === 'all' || tag === null;
}
