import type { HomePaths } from '../home/paths.ts';
import type { Host } from '../host/host.ts';
import { spawnHost } from '../host/spawn-host.ts';
import { loadSettings } from '../settings/settings-store.ts';

/**
 * Leaves the home when the app quits. As its host it does what the setting app.onClose says: stops the VM, or hands it
 * to a host without a window, which adopts it while it runs on.
 */
export async function leaveHome(paths: HomePaths, host: Host | undefined): Promise<void> {
  if (host === undefined) return;
  const { 'app.onClose': onClose } = await loadSettings(paths);
  if (onClose === 'stop') await host.handlers['vm.stop']({}, new AbortController().signal);
  const { state } = host.status();
  await host.leave();
  if (state !== 'stopped' && state !== 'failed') spawnHost(paths);
}
