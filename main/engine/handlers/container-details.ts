import type { containerDetailsRequests } from '../../contract/engine/container-details.ts';
import type { Handlers } from '../../contract/requests.ts';
import { inspectContainer, listChanges, listProcesses } from '../container-details.ts';
import type { Engines } from '../engines.ts';

/** The code behind {@link containerDetailsRequests}. */
export function containerDetailsHandlers({ reading }: Engines): Handlers<typeof containerDetailsRequests> {
  return {
    'container.inspect': ({ id }, signal) => inspectContainer(reading, id, signal),
    'container.processes': ({ id }, signal) => listProcesses(reading, id, signal),
    'container.changes': ({ id }, signal) => listChanges(reading, id, signal),
  };
}
