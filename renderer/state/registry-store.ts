import { create } from 'zustand';
import type { LocalRegistry } from '../../main/contract/engine/local-registry.ts';
import { type Failure, toFailure } from '../../main/contract/errors.ts';
import { call, listen } from '../bridge.ts';
import { track } from './pending.ts';
import { createRefresher } from './refresher.ts';

/** The local registry, as far as it is known. */
interface RegistryStore {
  /** Null until it was asked about. */
  readonly registry: LocalRegistry | null;
  /** Why nothing is known of it; null when it is. */
  readonly failure: Failure | null;
}

/** The key of {@link usePending} while it is started or stopped. */
export const registryKey = 'local registry';

/** The registry that runs in the engine. */
export const useRegistry = create<RegistryStore>(() => ({ registry: null, failure: null }));

const refresher = createRefresher(async () => {
  try {
    useRegistry.setState({ registry: await call('registry.status', {}), failure: null });
  } catch (error) {
    useRegistry.setState({ failure: toFailure(error) });
  }
});

/** Begins to follow it. Call once. */
export function followRegistry(): void {
  // It is a container, which any client can end.
  listen('engine.changed', ({ topics }) => {
    if (topics.includes('containers')) refresher.invalidate();
  });
  let state = '';
  listen('status', (status) => {
    if (status.state === state) return;
    state = status.state;
    refresher.invalidate();
  });
  refresher.invalidate();
}

/** Reads it again: what was pushed there meanwhile is told by nobody. */
export function readRegistry(): void {
  refresher.invalidate();
}

/** Runs it, or ends it; its images stay. */
export async function setRegistryRunning(isOn: boolean): Promise<void> {
  await track(registryKey, isOn ? 'Starting…' : 'Stopping…', async () => {
    const registry = await (isOn ? call('registry.start', {}) : call('registry.stop', {}));
    useRegistry.setState({ registry, failure: null });
    return isOn
      ? `The local registry runs at ${registry.address}.`
      : 'The local registry has stopped. Its images are kept.';
  }).finally(refresher.invalidate);
}
