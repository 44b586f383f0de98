import type Docker from 'dockerode';
import type { engineRequests } from '../contract/engine.ts';
import type { Handlers } from '../contract/requests.ts';
import { changeContainer, listContainers, removeContainer, runContainer } from './containers.ts';
import { listImages, removeImage } from './images.ts';

/**
 * The code behind {@link engineRequests}. What the page reads by itself goes to `reading`, which may be refused while the
 * VM sleeps; what its user does goes to `acting`, which wakes it.
 */
export function engineHandlers(reading: Docker, acting: Docker): Handlers<typeof engineRequests> {
  return {
    'containers.list': (_, signal) => listContainers(reading, signal),
    'containers.start': ({ id }, signal) => changeContainer(acting, 'start', id, signal),
    'containers.stop': ({ id }, signal) => changeContainer(acting, 'stop', id, signal),
    'containers.restart': ({ id }, signal) => changeContainer(acting, 'restart', id, signal),
    'containers.remove': ({ id, force }, signal) => removeContainer(acting, id, force, signal),
    'containers.run': (parameters, signal) => runContainer(acting, parameters, signal),
    'images.list': (_, signal) => listImages(reading, signal),
    'images.remove': ({ reference, force }, signal) => removeImage(acting, reference, force, signal),
  };
}
