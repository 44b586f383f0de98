import type { HomePaths } from '../home/paths.ts';
import type { Host } from '../host/host.ts';
import { spawnHost } from '../host/spawn-host.ts';
import { loadSettings } from '../settings/settings-store.ts';
import type { HostLink } from './host-link.ts';

/** What there is to leave. */
export interface Leaving {
  readonly paths: HomePaths;
  readonly link: Pick<HostLink, 'handlers'>;
  /** The host in this process, if it is one. */
  readonly own: Pick<Host, 'status' | 'leave'> | undefined;
  /** Injected by tests. */
  readonly spawn?: (paths: HomePaths) => unknown;
}

/**
 * Leaves the home when the app quits, as the setting app.onClose says: the VM is stopped, whoever its host is; or it
 * runs on, and if this process is its host, a host without a window adopts it. Settings that cannot be read count as
 * "keep": that loses nothing.
 */
export async function leaveHome({ paths, link, own, spawn = spawnHost }: Leaving): Promise<void> {
  const onClose = await loadSettings(paths).then(
    (settings) => settings['app.onClose'],
    () => 'keep',
  );
  try {
    if (onClose === 'stop') await link.handlers['vm.stop']({}, new AbortController().signal);
  } finally {
    const state = own?.status().state;
    try {
      await own?.leave();
    } finally {
      if (state !== undefined && state !== 'stopped' && state !== 'failed') spawn(paths);
    }
  }
}
