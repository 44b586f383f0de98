import type { imageDetailsRequests } from '../../contract/engine/image-details.ts';
import type { imageRequests } from '../../contract/engine/images.ts';
import type { retentionRequests } from '../../contract/engine/retention.ts';
import type { Handlers } from '../../contract/requests.ts';
import type { Engines } from '../engines.ts';
import { readImageDetails } from '../image-details.ts';
import { listImages, removeImage, tagImage } from '../images.ts';
import { retentionPlanner } from '../retention/read-plan.ts';

/** The code behind {@link imageRequests}, {@link imageDetailsRequests} and {@link retentionRequests}. */
export function imageHandlers({
  reading,
  acting,
  imageUse,
  ownImages,
}: Engines): Handlers<typeof imageRequests & typeof imageDetailsRequests & typeof retentionRequests> {
  const planRetention = retentionPlanner(reading, ownImages);
  return {
    'images.list': (_, signal) => listImages(reading, signal),
    'images.remove': ({ reference, force, id }, signal) =>
      removeImage(acting, { reference, force, id }, signal),
    'images.tag': async ({ id, name }, signal) => tagImage(acting, id, name, signal),
    'images.plan': async (rules, signal) => planRetention(rules, await imageUse(), Date.now(), signal),
    'images.details': ({ id }, signal) => readImageDetails(reading, id, signal),
  };
}
