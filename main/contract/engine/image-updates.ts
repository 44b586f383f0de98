import { z } from 'zod';
import { request } from '../requests.ts';
import { imageReference } from './images.ts';

/** What a registry has under an image's name, against what is here. */
export type ImageCheck =
  /** The very same. */
  | { readonly kind: 'current' }
  /** Another one than the image that has this name here. */
  | { readonly kind: 'newer' }
  /** The image that has this name here is not known to have come from that registry, so that nothing can be compared. */
  | { readonly kind: 'not-from-there' };

/** What the window asks registries about images. */
export const imageUpdateRequests = {
  /** Compares by digest, and fetches nothing. `name` is one that an image has here. */
  'images.check': request<ImageCheck>()(z.strictObject({ name: imageReference })),
} as const;
