import type { imageDetailsRequests } from '../../contract/engine/image-details.ts';
import type { imageRequests } from '../../contract/engine/images.ts';
import type { Handlers } from '../../contract/requests.ts';
import type { Engines } from '../engines.ts';
import { readImageDetails } from '../image-details.ts';
import { listImages, removeImage, tagImage } from '../images.ts';

/** The code behind {@link imageRequests} and {@link imageDetailsRequests}. */
export function imageHandlers({
  reading,
  acting,
}: Engines): Handlers<typeof imageRequests & typeof imageDetailsRequests> {
  return {
    'images.list': (_, signal) => listImages(reading, signal),
    'images.remove': ({ reference, force }, signal) => removeImage(acting, reference, force, signal),
    'images.tag': async ({ id, name }, signal) => tagImage(acting, id, name, signal),
    'images.details': ({ id }, signal) => readImageDetails(reading, id, signal),
  };
}
