import type { containerRequests } from '../../contract/engine/containers.ts';
import type { Handlers } from '../../contract/requests.ts';
import { changeContainer, listContainers, removeContainer, runContainer } from '../containers.ts';
import type { Engines } from '../engines.ts';

/** The code behind {@link containerRequests}. */
export function containerHandlers({ reading, acting }: Engines): Handlers<typeof containerRequests> {
  return {
    'containers.list': (_, signal) => listContainers(reading, signal),
    'containers.start': ({ id }, signal) => changeContainer(acting, 'start', id, signal),
    'containers.stop': ({ id }, signal) => changeContainer(acting, 'stop', id, signal),
    'containers.restart': ({ id }, signal) => changeContainer(acting, 'restart', id, signal),
    'containers.remove': ({ id, force }, signal) => removeContainer(acting, id, force, signal),
    'containers.run': (parameters, signal) => runContainer(acting, parameters, signal),
  };
}
