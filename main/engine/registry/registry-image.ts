import { registryNames } from '../../contract/engine/local-registry.ts';
import type { OwnImage } from '../own-image.ts';

/** The local registry's image, which comes with Slipway: an engine that is asked for no registry holds none. */
export const registryImage: OwnImage = {
  name: registryNames.image,
  archive: (assets) => assets.registryImage,
  missing: {
    why: 'it did not come with this Slipway',
    hint: 'In a checkout run `npm start`, which builds what is missing; otherwise install Slipway again.',
  },
  isLarge: false,
};
