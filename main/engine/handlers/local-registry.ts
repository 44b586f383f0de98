import type { localRegistryRequests } from '../../contract/engine/local-registry.ts';
import type { Handlers } from '../../contract/requests.ts';
import type { Engines } from '../engines.ts';
import { readLocalRegistry, startLocalRegistry, stopLocalRegistry } from '../registry/local-registry.ts';

/** The code behind {@link localRegistryRequests}. */
export function localRegistryHandlers({ reading, acting }: Engines): Handlers<typeof localRegistryRequests> {
  return {
    'registry.status': (_, signal) => readLocalRegistry(reading, signal),
    'registry.start': ({ port }, signal) => startLocalRegistry(acting, port, signal),
    'registry.stop': (_, signal) => stopLocalRegistry(acting, signal),
  };
}
