import type Docker from 'dockerode';
import type { engineRequests } from '../contract/engine.ts';
import type { Handlers } from '../contract/requests.ts';
import { changeContainer, listContainers, removeContainer, runContainer } from './containers.ts';
import { listImages, removeImage } from './images.ts';

/** The code behind {@link engineRequests}. */
export function engineHandlers(engine: Docker): Handlers<typeof engineRequests> {
  return {
    'containers.list': (_, signal) => listContainers(engine, signal),
    'containers.start': ({ id }, signal) => changeContainer(engine, 'start', id, signal),
    'containers.stop': ({ id }, signal) => changeContainer(engine, 'stop', id, signal),
    'containers.restart': ({ id }, signal) => changeContainer(engine, 'restart', id, signal),
    'containers.remove': ({ id, force }, signal) => removeContainer(engine, id, force, signal),
    'containers.run': (parameters, signal) => runContainer(engine, parameters, signal),
    'images.list': (_, signal) => listImages(engine, signal),
    'images.remove': ({ reference, force }, signal) => removeImage(engine, reference, force, signal),
  };
}
