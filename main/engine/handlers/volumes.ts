import type { volumeRequests } from '../../contract/engine/volumes.ts';
import type { Handlers } from '../../contract/requests.ts';
import type { Engines } from '../engines.ts';
import { createVolume, listVolumes, measureVolumes, removeVolume } from '../volumes.ts';

/** The code behind {@link volumeRequests}. */
export function volumeHandlers({ reading, acting }: Engines): Handlers<typeof volumeRequests> {
  return {
    'volumes.list': (_, signal) => listVolumes(reading, signal),
    'volumes.sizes': (_, signal) => measureVolumes(reading, signal),
    'volumes.create': (parameters, signal) => createVolume(acting, parameters, signal),
    'volumes.remove': ({ name }, signal) => removeVolume(acting, name, signal),
  };
}
