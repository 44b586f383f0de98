import type {
  containerActionRequests,
  containerActionStreams,
} from '../../contract/engine/container-actions.ts';
import type { Handlers } from '../../contract/requests.ts';
import type { Sources } from '../../contract/streams.ts';
import {
  commitContainer,
  killContainer,
  pauseContainer,
  renameContainer,
  waitForExit,
} from '../container-actions.ts';
import type { Engines } from '../engines.ts';

/** The code behind {@link containerActionRequests}. */
export function containerActionHandlers({ acting }: Engines): Handlers<typeof containerActionRequests> {
  return {
    'containers.pause': ({ id }, signal) => pauseContainer(acting, 'pause', id, signal),
    'containers.unpause': ({ id }, signal) => pauseContainer(acting, 'unpause', id, signal),
    'containers.kill': ({ id, signal: killSignal }, signal) => killContainer(acting, id, killSignal, signal),
    'containers.rename': ({ id, name }, signal) => renameContainer(acting, id, name, signal),
    'containers.commit': (parameters, signal) => commitContainer(acting, parameters, signal),
  };
}

/** The code behind {@link containerActionStreams}. */
export function containerActionSources({ reading }: Engines): Sources<typeof containerActionStreams> {
  // Waiting for an end must not keep the VM awake: a container that sleeps with it has not ended.
  return { 'containers.wait': ({ id }, signal) => waitForExit(reading, id, signal) };
}
