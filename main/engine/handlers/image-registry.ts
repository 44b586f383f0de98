import type { imageSearchRequests } from '../../contract/engine/image-search.ts';
import type { imageUpdateRequests } from '../../contract/engine/image-updates.ts';
import type { Handlers } from '../../contract/requests.ts';
import type { Engines } from '../engines.ts';
import { searchImages } from '../image-search.ts';
import { checkImage } from '../image-updates.ts';

/** The code behind {@link imageUpdateRequests} and {@link imageSearchRequests}. */
export function imageRegistryHandlers({
  acting,
  registryAuth,
}: Engines): Handlers<typeof imageUpdateRequests & typeof imageSearchRequests> {
  return {
    'images.check': ({ name }, signal) => checkImage(acting, registryAuth, name, signal),
    'images.search': ({ term }, signal) => searchImages(acting, registryAuth, term, signal),
  };
}
