import type { HomePaths } from '../home/paths.ts';
import type { Host } from '../host/host.ts';
import { spawnHost } from '../host/spawn-host.ts';
import { loadSettings } from '../settings/settings-store.ts';
import type { HostLink } from './host-link.ts';

/**
 * Leaves the home when the app quits, as the setting app.onClose says: the VM is stopped, whoever its host is; or it
 * runs on, and if this process is its host, a host without a window adopts it.
 */
export async function leaveHome(paths: HomePaths, link: HostLink, own: Host | undefined): Promise<void> {
  const { 'app.onClose': onClose } = await loadSettings(paths);
  try {
    if (onClose === 'stop') await link.handlers['vm.stop']({}, new AbortController().signal);
  } finally {
    const state = own?.status().state;
    await own?.leave();
    if (state !== undefined && state !== 'stopped' && state !== 'failed') spawnHost(paths);
  }
}
