import type { LocalRegistry, localRegistryRequests } from '../../main/contract/engine/local-registry.ts';
import type { Handlers } from '../../main/contract/requests.ts';

const stopped: LocalRegistry = {
  ...{ state: 'stopped', address: null, volume: 'slipway-registry', startedAt: null, repositories: null },
};
const running: LocalRegistry = {
  ...stopped,
  ...{ state: 'running', address: '127.0.0.1:5000', startedAt: Date.now() - 3_600_000 },
  repositories: ['flask', 'harbour/tide-tables', 'shop/api', 'shop/web'],
};

/** A registry that runs where there are containers; `act` is how long its start takes, and whether it succeeds. */
export function fixtureRegistry(
  hasContainers: () => boolean,
  act: (doing: string) => Promise<void>,
): Handlers<typeof localRegistryRequests> {
  return {
    'registry.status': async () => (hasContainers() ? running : stopped),
    'registry.start': async () => {
      await act('run slipway/registry:latest');
      return { ...running, repositories: [] };
    },
    'registry.stop': async () => {
      await act('stop the local registry');
      return stopped;
    },
  };
}
