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
  /** What it is made of: a layer that several images have is one, and goes with the last of them. In bytes. */
  readonly layers: readonly { readonly id: string; readonly bytes: number }[];
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

/** What rules do to images. `now`: milliseconds since 1970. */
export function planRemovals(
  images: readonly Candidate[],
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
  const room = countLayers(images);
  const bytes = room.bytes();
  const freed = new Map<string, number>();
  const remove = (image: Candidate) => freed.set(image.id, room.remove(image));
  for (const image of free) if (reasons.get(image.id) !== null) remove(image);
  for (const image of free) {
    if (rules.mostBytes === null || room.bytes() <= rules.mostBytes) break;
    if (reasons.get(image.id) !== null) continue;
    reasons.set(image.id, 'size');
    remove(image);
  }
  const order: readonly RetentionReason[] = ['age', 'use', 'size'];
  const planned = order.flatMap((reason) =>
    free
      .filter(({ id }) => reasons.get(id) === reason)
      .map(
        (image): RemovableImage => ({
          ...{ id: image.id, tags: image.tags, bytes: freed.get(image.id) ?? 0, cameAt: image.cameAt },
          ...{ reason, usedAt: usedAt.get(image.id) ?? null },
        }),
      ),
  );
  return {
    ...{ remove: planned, bytes, watchedSince },
    ...{ count: images.length, kept: images.length - free.length, freesBytes: bytes - room.bytes() },
  };
}

/** What images take together, as one after another goes. */
function countLayers(images: readonly Candidate[]) {
  const users = new Map<string, number>();
  let bytes = 0;
  for (const { layers } of images)
    for (const layer of layers) {
      const count = users.get(layer.id) ?? 0;
      users.set(layer.id, count + 1);
      if (count === 0) bytes += layer.bytes;
    }
  return {
    bytes: () => bytes,
    /** Takes one away; answers the bytes that go with it. */
    remove({ layers }: Candidate): number {
      const before = bytes;
      for (const layer of layers) {
        const count = (users.get(layer.id) ?? 0) - 1;
        users.set(layer.id, count);
        if (count === 0) bytes -= layer.bytes;
      }
      return before - bytes;
    },
  };
}
