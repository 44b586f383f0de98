import type { networkRequests } from '../../contract/engine/networks.ts';
import type { Handlers } from '../../contract/requests.ts';
import type { Engines } from '../engines.ts';
import {
  connectContainer,
  createNetwork,
  disconnectContainer,
  listNetworks,
  removeNetwork,
} from '../networks.ts';

/** The code behind {@link networkRequests}. */
export function networkHandlers({ reading, acting }: Engines): Handlers<typeof networkRequests> {
  return {
    'networks.list': (_, signal) => listNetworks(reading, signal),
    'networks.create': (parameters, signal) => createNetwork(acting, parameters, signal),
    'networks.remove': ({ id }, signal) => removeNetwork(acting, id, signal),
    'networks.connect': (connection, signal) => connectContainer(acting, connection, signal),
    'networks.disconnect': (connection, signal) => disconnectContainer(acting, connection, signal),
  };
}
