import type {
  RemovableImage,
  RetentionPlan,
  RetentionReason,
  RetentionRules,
} from '../../contract/engine/retention.ts';

const dayMs = 24 * 3_600_000;

/** An image as the rules look at it. */
export interface Candidate {
  readonly id: string;
  readonly tags: readonly string[];
  /** Bytes that no other image has too. */
  readonly bytes: number;
  readonly cameAt: number;
  /** A container has it, running or not, or it is Slipway's own. */
  readonly isKept: boolean;
}

/** What is known of the use of images, in milliseconds since 1970. */
export interface ImageUse {
  readonly watchedSince: number;
  /** By the image's id. */
  readonly usedAt: ReadonlyMap<string, number>;
}

/** What rules do to images. `bytes`: of all, shared layers once. `now`: milliseconds since 1970. */
export function planRemovals(
  images: readonly Candidate[],
  bytes: number,
  rules: RetentionRules,
  { watchedSince, usedAt }: ImageUse,
  now: number,
): RetentionPlan {
  /** Before this nothing is known, and whatever came just now had no time to be used. */
  const lastUse = ({ id, cameAt }: Candidate) => Math.max(usedAt.get(id) ?? 0, cameAt, watchedSince);
  const isPast = (at: number, days: number | null) => days !== null && now - at >= days * dayMs;
  const reasonOf = (image: Candidate): RetentionReason | null => {
    if (isPast(image.cameAt, rules.olderThanDays)) return 'age';
    return isPast(lastUse(image), rules.unusedForDays) ? 'use' : null;
  };
  const free = images
    .filter(({ isKept }) => !isKept)
    .toSorted((a, b) => lastUse(a) - lastUse(b) || a.cameAt - b.cameAt);
  const reasons = new Map(free.map((image) => [image.id, reasonOf(image)]));
  let left = bytes;
  for (const image of free) if (reasons.get(image.id) !== null) left -= image.bytes;
  for (const image of free) {
    if (rules.mostBytes === null || left <= rules.mostBytes) break;
    if (reasons.get(image.id) !== null) continue;
    reasons.set(image.id, 'size');
    left -= image.bytes;
  }
  const order: readonly RetentionReason[] = ['age', 'use', 'size'];
  const remove = order.flatMap((reason) =>
    free
      .filter(({ id }) => reasons.get(id) === reason)
      .map(
        (image): RemovableImage => ({
          ...{ id: image.id, tags: image.tags, bytes: image.bytes, cameAt: image.cameAt },
          ...{ reason, usedAt: usedAt.get(image.id) ?? null },
        }),
      ),
  );
  return {
    ...{ remove, bytes, watchedSince, count: images.length, kept: images.length - free.length },
    freesBytes: remove.reduce((sum, image) => sum + image.bytes, 0),
  };
}
