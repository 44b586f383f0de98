import { z } from 'zod';
import { nothing, request } from '../requests.ts';

/** An image as the list shows it. Every text in it comes from outside and is not to be trusted. */
export interface Image {
  readonly id: string;
  /** `repository:tag`; empty for an image without a name. */
  readonly tags: readonly string[];
  /** `repository@sha256:...`, as registries know it; empty for one that was never pulled or pushed. */
  readonly digests: readonly string[];
  /** Bytes, shared layers included. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** What the engine calls an image: a tag, a digest or an id. */
export const imageReference = z.string().trim().min(1).max(512);

/** What the window asks about images. */
export const imageRequests = {
  'images.list': request<readonly Image[]>()(nothing),
  /**
   * `reference` is a tag (which is taken off, the last one removes the image) or an id. With `id` it is taken off that image
   * alone: rejects with `not-found` when the name is another image's by now.
   */
  'images.remove': request<void>()(
    z.strictObject({
      reference: imageReference,
      force: z.boolean().default(false),
      id: imageReference.optional(),
    }),
  ),
  /** Gives an image one more name; a name that another image has goes over to this one. */
  'images.tag': request<void>()(z.strictObject({ id: imageReference, name: imageReference })),
} as const;
