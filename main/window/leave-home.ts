import { toFailure } from '../contract/errors.ts';
import type { HomePaths } from '../home/paths.ts';
import type { Host } from '../host/host.ts';
import { spawnHost } from '../host/spawn-host.ts';
import type { Logger } from '../logging/logger.ts';
import { loadSettings } from '../settings/settings-store.ts';
import type { HostLink } from './host-link.ts';

/** What there is to leave. */
export interface Leaving {
  readonly paths: HomePaths;
  readonly link: Pick<HostLink, 'handlers'>;
  /** The host in this process, if it is one. */
  readonly own: Pick<Host, 'status' | 'leave'> | undefined;
  /** The app ends for an error that it did not foresee: what it knows of the VM may be wrong, so nothing is saved. */
  readonly isEmergency?: boolean;
  readonly logger: Pick<Logger, 'warn'>;
  /** Injected by tests. */
  readonly spawn?: (paths: HomePaths) => unknown;
}

/**
 * Leaves the home when the app quits, as the setting app.onClose says: the VM is put to sleep or stopped, whoever its
 * host is, or it runs on. If this process is its host, a host without a window takes its place for a VM that runs or
 * sleeps. One that cannot be put to sleep runs on.
 */
export async function leaveHome(leaving: Leaving): Promise<void> {
  const { paths, own, spawn = spawnHost } = leaving;
  try {
    await settle(leaving);
  } finally {
    const state = own?.status().state;
    try {
      await own?.leave();
    } finally {
      if (state !== undefined && state !== 'stopped' && state !== 'failed') spawn(paths);
    }
  }
}

async function settle({ paths, link, own, isEmergency = false, logger }: Leaving): Promise<void> {
  const { 'app.onClose': onClose } = await loadSettings(paths);
  const { signal } = new AbortController();
  if (onClose === 'stop') await link.handlers['vm.stop']({}, signal);
  // Between two tries there is nothing to save, and no telling when there is: who quits does not wait for that.
  if (onClose !== 'sleep' || isEmergency || own?.status().state === 'backoff') return;
  try {
    await link.handlers['vm.sleep']({}, signal);
  } catch (error) {
    const { code, message } = toFailure(error);
    if (code !== 'not-running') logger.warn(`The VM is not put to sleep: ${message}`);
  }
}
