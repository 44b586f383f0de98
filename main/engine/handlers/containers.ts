import type { containerUpdateRequests } from '../../contract/engine/container-update.ts';
import type { containerRequests } from '../../contract/engine/containers.ts';
import type { Handlers } from '../../contract/requests.ts';
import { changeContainer, listContainers, removeContainer } from '../containers.ts';
import type { Engines } from '../engines.ts';
import { createContainer, runContainer } from '../run-container.ts';
import { updateContainer } from '../update-container.ts';

/** The code behind {@link containerRequests} and {@link containerUpdateRequests}. */
export function containerHandlers({
  reading,
  acting,
}: Engines): Handlers<typeof containerRequests & typeof containerUpdateRequests> {
  return {
    'containers.list': (_, signal) => listContainers(reading, signal),
    'containers.start': ({ id }, signal) => changeContainer(acting, 'start', id, signal),
    'containers.stop': ({ id }, signal) => changeContainer(acting, 'stop', id, signal),
    'containers.restart': ({ id }, signal) => changeContainer(acting, 'restart', id, signal),
    'containers.remove': ({ id, force }, signal) => removeContainer(acting, id, force, signal),
    'containers.create': (options, signal) => createContainer(acting, options, signal),
    'containers.run': (options, signal) => runContainer(acting, options, signal),
    'container.update': (update, signal) => updateContainer(acting, update, signal),
  };
}
