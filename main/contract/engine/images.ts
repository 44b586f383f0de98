import { z } from 'zod';
import { nothing, request } from '../requests.ts';

/** An image as the list shows it. */
export interface Image {
  readonly id: string;
  /** `repository:tag`; empty for an image without a name. */
  readonly tags: readonly string[];
  /** Bytes, shared layers included. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** What the window asks about images. */
export const imageRequests = {
  'images.list': request<readonly Image[]>()(nothing),
  /** `reference` is a tag (which is taken off, the last one removes the image) or an id. */
  'images.remove': request<void>()(
    z.strictObject({ reference: z.string().min(1).max(512), force: z.boolean().default(false) }),
  ),
} as const;
