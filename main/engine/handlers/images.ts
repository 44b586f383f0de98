import type { imageRequests } from '../../contract/engine/images.ts';
import type { Handlers } from '../../contract/requests.ts';
import type { Engines } from '../engines.ts';
import { listImages, removeImage } from '../images.ts';

/** The code behind {@link imageRequests}. */
export function imageHandlers({ reading, acting }: Engines): Handlers<typeof imageRequests> {
  return {
    'images.list': (_, signal) => listImages(reading, signal),
    'images.remove': ({ reference, force }, signal) => removeImage(acting, reference, force, signal),
  };
}
